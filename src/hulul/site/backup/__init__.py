"""One verified archive of an installation, its way back, and archives that are made and thinned out on time."""
