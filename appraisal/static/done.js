// Remove what a sheet kept on this phone: its ballot is in the box.
forget();
