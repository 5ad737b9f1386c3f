"""What is wrong with a spreadsheet, and where."""


class SheetError(Exception):
    """A spreadsheet cannot be used.

    ``message`` is Chinese and names file, row and column as far as there is one; ``row`` counts as
    a spreadsheet program does (from 1, the head included), ``column`` is the head's word or the
    column's letter.
    """

    def __init__(
        self, file: str, problem: str, *, row: int | None = None, column: str | None = None
    ) -> None:
        place = f"第 {row} 行" if row is not None else ""
        place += f"“{column}”列" if column is not None else ""
        self.message = f"{file}：{place + '：' if place else ''}{problem}"
        self.file = file
        self.problem = problem
        self.row = row
        self.column = column
        super().__init__(self.message)
