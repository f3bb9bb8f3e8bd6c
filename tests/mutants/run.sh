#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The mutation run: breaks one rule or guard of the library at a time, in a copy, and asks the nearest tests whether they
# notice. A mutant that they pass lives, and shows what no test says.
#
#     tests/mutants/run.sh                       all of list.txt; some twenty minutes of processor time
#     tests/mutants/run.sh program/rearrange     those of one room, or whose text contains the argument
#     tests/mutants/run.sh --list                what there is, without a run
#     JOBS=4 CXX=clang++ tests/mutants/run.sh
#
# A record of list.txt:
#     @ <file below include/pullback> <tests, as paths below tests without .cpp>
#     - <text that stands once in the file>
#     + <what it becomes>
#     = <why no test can tell them apart, if none can>
# Tests of static/ are compiled; those of run/ and fuzz/ are compiled and run. Fails if a text no longer stands in its
# file once (a stale mutant), if a test fails without a mutant, or if fewer than 90 in 100 are killed.

set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
compiler=${CXX:-c++}
jobs=${JOBS:-2}
filter=${1-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

files=() tests=() old=() new=() equivalent=()
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        '@ '*) read -r _ file nearest <<<"$line"
               files+=("$file") tests+=("$nearest") old+=('') new+=('') equivalent+=('') ;;
        '- '*) old[-1]=${line#- } ;;
        '+ '*) new[-1]=${line#+ } ;;
        '+') new[-1]='' ;;
        '= '*) equivalent[-1]=${line#= } ;;
    esac
done <"$here/list.txt"

room_of() {
    case $1 in
        program/rearrange/*) echo program/rearrange ;;
        *) echo "${1%%/*}" ;;
    esac
}

# How often the text stands in the file.
count_of() {
    local text=$1 rest count=0
    rest=$text
    while [ "${rest#*"$2"}" != "$rest" ]; do
        rest=${rest#*"$2"}
        count=$((count + 1))
    done
    echo "$count"
}

# Compiles and runs test $2 with the headers in $1; fails if it does.
passes() {
    local include=$1/include name=$2 source=$root/tests/$2.cpp program=$1/program
    local flags=(-std=c++20 -w -I "$include")
    case $name in
        static/*) "$compiler" "${flags[@]}" -O0 -fsyntax-only "$source" ;;
        fuzz/*) "$compiler" "${flags[@]}" -O1 -DPULLBACK_FUZZ_WITHOUT_ENGINE "$source" -o "$program" && timeout 100 "$program" ;;
        *) "$compiler" "${flags[@]}" -O0 "$source" "$work/main.o" -o "$program" -pthread &&
               timeout 60 "$program" ;;
    esac >"$1/log" 2>&1
}

selected=() stale=0
for i in "${!files[@]}"; do
    if [ -n "$filter" ] && [ "$filter" != --list ]; then
        [[ "${files[i]} ${old[i]}" == *"$filter"* ]] || continue
    fi
    selected+=("$i")
    text=$(<"$root/include/pullback/${files[i]}") || exit 2
    count=$(count_of "$text" "${old[i]}")
    if [ "$count" -ne 1 ]; then
        echo "stale mutant: ${files[i]} has $count times: ${old[i]}"
        stale=$((stale + 1))
    fi
done
if [ "$filter" = --list ]; then
    for i in "${selected[@]}"; do echo "${files[i]}: ${old[i]}  ->  ${new[i]}"; done
    exit $((stale > 0))
fi

"$compiler" -std=c++20 -O0 -w -c "$root/tests/support/boost_test_main.cpp" -o "$work/main.o" || exit 2

# Without a mutant everything passes, or nothing is shown.
mkdir "$work/right" && cp -r "$root/include" "$work/right/include"
bad=0
for name in $(for i in "${selected[@]}"; do echo "${tests[i]}"; done | tr ' ' '\n' | sort -u); do
    passes "$work/right" "$name" || { echo "fails without a mutant: $name"; bad=1; tail -n 20 "$work/right/log"; }
done
[ "$bad" -eq 0 ] || exit 2

one() {
    local i=$1 text name verdict=survived place=$work/$1 start=$SECONDS
    mkdir "$place" && cp -r "$root/include" "$place/include"
    text=$(<"$place/include/pullback/${files[i]}")
    printf '%s\n' "${text/"${old[i]}"/"${new[i]}"}" >"$place/include/pullback/${files[i]}"
    for name in ${tests[i]}; do
        passes "$place" "$name" || { verdict="killed by $name"; break; }
    done
    if [ "$verdict" = survived ] && [ -n "${equivalent[i]}" ]; then verdict="equivalent: ${equivalent[i]}"; fi
    rm -rf "$place"
    printf '%s\t%s\t%s: %s  ->  %s\t%d s\n' "$(room_of "${files[i]}")" "$verdict" "${files[i]}" "${old[i]}" "${new[i]}" \
        $((SECONDS - start)) | tee -a "$work/results"
}

: >"$work/results"
for i in "${selected[@]}"; do
    text=$(<"$root/include/pullback/${files[i]}")
    [ "$(count_of "$text" "${old[i]}")" -eq 1 ] || continue
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
    one "$i" &
done
wait

awk -F '\t' '
    { all[$1]++ }
    $2 ~ /^killed/ { killed[$1]++; sum_killed++ }
    $2 ~ /^equivalent/ { equal[$1]++; sum_equal++ }
    END {
        print ""
        for (room in all) printf "%-20s %3d of %3d killed, %d equivalent\n", room, killed[room], all[room] - equal[room], equal[room]
        counted = NR - sum_equal
        printf "%-20s %3d of %3d killed: %.0f in 100\n", "all", sum_killed, counted, counted ? 100 * sum_killed / counted : 0
        exit counted && sum_killed < 0.9 * counted
    }' "$work/results"
status=$?
[ "$stale" -eq 0 ] && [ "$status" -eq 0 ]
