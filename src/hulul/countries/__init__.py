"""Country packs: data, and for the fictional country a generator that writes its files. Imports no room but kernel's words."""
