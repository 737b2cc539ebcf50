"""Every kind of table that comes in and goes out: its columns, what a row makes, what is taken out."""
