#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes into headers the includes that clang-tidy found missing: add_includes.py FOLDER, called by `.ci/tidy`.

FOLDER holds what --export-fixes wrote, one file for each header, named after it with % for /. A header of the library goes
to the includes of the library, one of the standard library to those, each in its place in the order of the alphabet.
Other libraries say themselves which of their headers are to be included: theirs are left out.
"""

import pathlib
import re
import sys


def add_to(text, includes):
    lines = text.split("\n")
    own = [i for i, line in enumerate(lines) if line.startswith("#include <pullback")]
    others = [i for i, line in enumerate(lines) if re.match(r"#include <[^>./]+>$", line)]
    guard = next(i for i, line in enumerate(lines) if line.startswith("#define PULLBACK_"))
    for is_own in (False, True):  # the later block first, or the numbers of lines would move
        wanted = [line for line in includes if line.startswith("#include <pullback") == is_own and line not in lines]
        if not wanted:
            continue
        block = own if is_own else others
        if block:
            # The last run of neighbouring lines is the block; conditional includes above it are left alone.
            first = last = block[-1] if not is_own else block[0]
            while is_own and last + 1 in block:
                last += 1
            while not is_own and first - 1 in block:
                first -= 1
            lines[first : last + 1] = sorted(set(lines[first : last + 1] + wanted))
        elif is_own:
            lines[guard + 1 : guard + 1] = [""] + sorted(wanted)
        else:
            after = own[-1] if own else guard
            lines[after + 1 : after + 1] = [""] + sorted(wanted)
    return "\n".join(lines)


count = 0
for fixes in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    header = pathlib.Path(fixes.name.replace("%", "/"))
    found = re.findall(r'ReplacementText: +[\'"]#include (\\?"|<)([^">\\]+)', fixes.read_text())
    includes = {f"#include <{name}>" for _, name in found if re.match(r"pullback|[^./]+$", name)}
    if includes:
        text = header.read_text()
        changed = add_to(text, includes)
        if changed != text:
            header.write_text(changed)
            count += 1
            print(f"{header}: {len(includes)} includes")
print(f"{count} headers changed; .ci/format sorts what is not in order")
