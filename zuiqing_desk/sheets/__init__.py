"""Spreadsheets in and out: CSV and XLSX as rows of text."""
