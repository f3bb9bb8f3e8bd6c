# SPDX-License-Identifier: BSL-1.0
# compile_time.gnuplot TABLES PICTURE: user time against the number of operations, a line for each compiler.

tables    = ARG1
compilers = int(system(sprintf("grep -c ', -std' '%s'", tables)))
title(n)  = system(sprintf("grep -E ', -std' '%s' | sed -n %dp", tables, n))
rows(n)   = sprintf("< awk '/, -std/ {n++} n==%d && $2 == \"operations\" && $3 != \"fails\" {print $1, $3}' '%s'", \
                    n, tables)

set terminal svg size 800, 500 font "sans,12" noenhanced background "white"
set output ARG2
set logscale xy
set xlabel "operations, value and gradient by 10 inputs"
set ylabel "user time of the compiler, seconds"
set grid
set key left top
plot for [n = 1 : compilers] rows(n) using 1:2 with linespoints pt 6 + n lw 1.5 title title(n)
