#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The mutation run: breaks one rule or guard of the library at a time, in a copy, and asks the nearest tests whether they
# notice. A mutant that they pass lives, and shows what no test says.
#
#     tests/mutants/run.sh                       all of list.txt; about an hour of processor time
#     tests/mutants/run.sh program/rearrange     those of one room, or whose text contains the argument
#     tests/mutants/run.sh --list                what there is, without a run
#     tests/mutants/run.sh --resume FILE [text]  writes to FILE what comes out, and leaves out what stands there as killed:
#                                                goes on after an interruption, or with the survivors after a new test
#     JOBS=4 CXX=clang++ tests/mutants/run.sh
#
# A record of list.txt:
#     @ <file below include/pullback> <tests, as paths below tests without .cpp, the cheapest first>
#     - <text that stands once in the file>
#     + <what it becomes>
#     = <why no test can tell them apart, if none can; it is counted and not run>
# Tests of static/ are compiled, those of fail/ as twins; those of run/ and fuzz/ are compiled and run. Fails if a text
# no longer stands in its file once (a stale mutant), if a test fails without a mutant, or if fewer than 90 in 100 are
# killed. What was killed counts as killed when the library has changed since: then begin with a new FILE.

set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
compiler=${CXX:-c++}
jobs=${JOBS:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
is_list=false results=$work/results
if [ "${1-}" = --list ]; then is_list=true && shift; fi
if [ "${1-}" = --resume ]; then results=${2:?--resume needs a file} && shift 2; fi
filter=${1-}
touch "$results" || exit 2

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

# Compiles and runs test $2, with the headers below $1 before those of the library; fails if it does.
passes() (
    name=$2 source=$root/tests/$2.cpp program=$1/program
    flags=(-std=c++20 -w -Wfatal-errors -I "$1" -I "$root/include" -isystem /usr/include/eigen3)
    case $name in
        static/*) timeout 600 "$compiler" "${flags[@]}" -O0 -fsyntax-only "$source" ;;
        fail/*) for twin in right wrong; do
                    cmake "-DCOMPILE=$(IFS=';' && echo "$compiler;${flags[*]}")" "-DSOURCE=$source" -DTWIN=$twin \
                        -P "$root/tests/fail/check.cmake" || exit
                done ;;
        fuzz/*) timeout 600 "$compiler" "${flags[@]}" -O1 -DPULLBACK_FUZZ_WITHOUT_ENGINE "$source" -o "$program" &&
                    timeout 200 "$program" ;;
        *) timeout 600 "$compiler" "${flags[@]}" -O0 -pthread -DPULLBACK_LONG_TESTS -include "$work/test.hpp" "$source" "$work/main.o" \
               -o "$program" && timeout 200 "$program" ;;
    esac >"$1/log" 2>&1
)

name_of() { echo "${files[$1]}: ${old[$1]}  ->  ${new[$1]}"; }

declare -A is_known=()
while IFS=$'\t' read -r _ verdict name _; do
    case $verdict in 'killed by '*) is_known[$name]=true ;; esac
done <"$results"

selected=() stale=0
for i in "${!files[@]}"; do
    if [ -n "$filter" ]; then
        [[ "${files[i]} ${old[i]}" == *"$filter"* ]] || continue
    fi
    count=$(grep -oF -e "${old[i]}" "$root/include/pullback/${files[i]}" | wc -l)
    if [ "$count" -ne 1 ]; then
        echo "stale mutant: ${files[i]} has $count times: ${old[i]}"
        stale=$((stale + 1))
        continue
    fi
    selected+=("$i")
done
if $is_list; then
    for i in "${selected[@]}"; do name_of "$i"; done
    exit $((stale > 0))
fi

wanted=()
for i in "${selected[@]}"; do
    [ -n "${is_known[$(name_of "$i")]-}" ] || [ -n "${equivalent[i]}" ] || wanted+=("$i")
done

# Runs $1 with each of the other arguments, as many at a time as there are jobs.
for_each() {
    local task=$1 argument
    shift
    for argument in "$@"; do
        while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
        "$task" "$argument" &
    done
    wait
}

# Whether a test passes without a mutant; else it shows nothing. What has passed with these headers is not asked again.
headers=$(find "$root/include" -type f | sort | xargs cat | cksum)
is_right() {
    local place=$work/right/${1//\//-} start=$SECONDS key
    key="right	$1	$headers $(cksum <"$root/tests/$1.cpp")"
    ! grep -qF "$key" "$results" || return 0
    mkdir -p "$place"
    (
        flock 9
        ! grep -qF "$key" "$results" || exit 0
        [ ! -e "$place/log" ] || exit 1
        if passes "$place" "$1"; then
            echo "$key	$((SECONDS - start)) s" >>"$results"
            exit 0
        fi
        echo "fails without a mutant: $1"
        tail -n 20 "$place/log"
        exit 1
    ) 9>"$place.lock"
}

try_mutant() {
    local i=$1 text test verdict=survived place=$work/$1 start=$SECONDS
    mkdir -p "$(dirname "$place/pullback/${files[i]}")"
    text=$(<"$root/include/pullback/${files[i]}")
    printf '%s\n' "${text/"${old[i]}"/"${new[i]}"}" >"$place/pullback/${files[i]}"
    for test in ${tests[i]}; do
        passes "$place" "$test" && continue
        is_right "$test" || { touch "$work/bad"; continue; }
        verdict="killed by $test"
        break
    done
    rm -rf "$place"
    printf '%s\t%s\t%s\t%d s\n' "$(room_of "${files[i]}")" "$verdict" "$(name_of "$i")" $((SECONDS - start)) |
        tee -a "$results"
}

if [ "${#wanted[@]}" -gt 0 ]; then
    "$compiler" -std=c++20 -O0 -w -c "$root/tests/support/boost_test_main.cpp" -o "$work/main.o" || exit 2
    echo '#include <boost/test/unit_test.hpp>' >"$work/test.hpp" # once for all tests
    "$compiler" -std=c++20 -O0 -w -pthread -x c++-header "$work/test.hpp" -o "$work/test.hpp.gch" || exit 2
    for i in "${wanted[@]}"; do
        while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
        try_mutant "$i" &
    done
    wait
fi

# The last word on each mutant counts.
for i in "${selected[@]}"; do
    printf '%s\t%s\t%s\n' "$(room_of "${files[i]}")" "${equivalent[i]}" "$(name_of "$i")"
done | awk -F '\t' '
    FNR == NR { if ($1 != "right") verdict[$3] = $2; next }
    {
        all[$1]++
        if ($2 != "") equal[$1]++, sum_equal++
        else if (verdict[$3] ~ /^killed/) killed[$1]++, sum_killed++
        else print "lives: " $3
    }
    END {
        print ""
        for (r in all) printf "%-20s %3d of %3d killed, %d equivalent\n", r, killed[r], all[r] - equal[r], equal[r] | "sort"
        close("sort")
        counted = FNR - sum_equal
        printf "%-20s %3d of %3d killed: %.0f in 100\n", "all", sum_killed, counted, counted ? 100 * sum_killed / counted : 0
        exit counted && sum_killed < 0.9 * counted
    }' "$results" -
status=$?
[ "$stale" -eq 0 ] && [ ! -e "$work/bad" ] && [ "$status" -eq 0 ]
