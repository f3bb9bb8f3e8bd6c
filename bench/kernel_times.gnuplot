# SPDX-License-Identifier: BSL-1.0
# kernel_times.gnuplot TABLES PICTURE [SMALLEST RATIO]: one panel for each compiler and flags, a row of dots for each
# kernel, or evaluation of GradBench.

tables  = ARG1
# The lines of a table between its head and its means, in a file without the rest.
rows(n) = sprintf("< awk '/^[a-z]+ .*hand_ns/ {n++; seen=1} /^(geometric|$)/ {seen=0} seen && n==%d' '%s'", n, tables)
panels  = int(system(sprintf("grep -c 'hand_ns' '%s'", tables)))
title(n) = system(sprintf("grep -E ', -std' '%s' | sed -n %dp", tables, n))
kernels = int(system(sprintf("awk '/^[a-z]+ .*hand_ns/ {n++; next} /^geometric/ {exit} n' '%s' | wc -l", tables)))
# Columns whose names have a slash say what others say.
libraries = int(system(sprintf("awk '/^[a-z]+ .*hand_ns/ {print NF - gsub(\"/\", \"\") - 2; exit}' '%s'", tables)))

set terminal svg size 1000, panels * (150 + 22 * kernels) font "sans,12" noenhanced background "white"
set output ARG2
set datafile missing "-"
set multiplot layout panels, 1
set logscale x
set xrange [(ARGC > 2 ? ARG3 + 0 : 0.3):*]
set yrange [kernels + 0.5 : 0.5]
set xlabel "time, hand-written = 1"
set grid x y
set key outside right center maxcols 1
set lmargin 24
set bars 0
array colour[12] = ["#888888", "#d62728", "#1f77b4", "#2ca02c", "#ff7f0e", "#9467bd", "#8c564b", "#e377c2", "#17becf", \
                    "#bcbd22", "#000080", "#556b2f"]
do for [n = 1 : panels] {
    set title title(n)
    unset arrow
    set arrow from 1, 0.5 to 1, kernels + 0.5 nohead lw 2 lc "black"
    plot for [i = 1 : libraries] rows(n) using (column(i + 2)):($0 + 1):ytic(stringcolumn(1)) with points \
         pt (i == 1 ? 6 : i == 2 ? 7 : 4 + i) ps (i == 2 ? 1.1 : 0.8) lc rgb colour[(i - 1) % 12 + 1] \
         title columnheader(i + 2)
}
