"""Files with one table: CSV and Excel workbooks, read with suspicion and written without formulas."""
