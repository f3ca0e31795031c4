"""A Typst document → PDF, tagged, which is Typst's default, in the faces that prepdeck embeds.

`typst_sheet.py FONTS SOURCE TARGET` prints the seconds that Typst took, without the start of Python.
"""

import sys
import time

import typst

fonts, source, target = sys.argv[1:]
start = time.perf_counter()
typst.compile(source, output=target, font_paths=[fonts], ignore_system_fonts=True)
print(time.perf_counter() - start)
