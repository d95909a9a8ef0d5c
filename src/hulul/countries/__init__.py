"""Country packs: data, and a generator of files for the fictional country. It imports only kernel's words."""
