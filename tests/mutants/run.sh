#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# The mutation run: breaks one rule or guard of the library at a time, in a copy, and asks the nearest tests whether they
# notice. A mutant that they pass lives, and shows what no test says.
#
#     tests/mutants/run.sh                       all of list.txt; about an hour of processor time
#     tests/mutants/run.sh optimise/factoring    those of one room, or whose text contains the argument
#     tests/mutants/run.sh --list                what there is, without a run
#     tests/mutants/run.sh --check               which no longer apply, without a compiler; a second
#     tests/mutants/run.sh --resume FILE [text]  writes to FILE what comes out, and leaves out what stands there as killed:
#                                                goes on after an interruption, or with the survivors after a new test
#     JOBS=4 CXX=clang++ tests/mutants/run.sh
#
# A record of list.txt:
#     @ <file below include/pullback> <tests, as paths below tests without .cpp, the cheapest first>
#     - <text that stands once in the file, but for spaces and ends of lines>
#     + <what it becomes>
#     = <why no test can tell them apart, if none can; it is counted and not run>
# Tests of static/ are compiled, those of fail/ as twins; those of run/ and fuzz/ are compiled and run. Fails if a text
# no longer stands in its file once or the header with the mutant does not compile alone (a stale mutant), if a test fails
# without a mutant, or if fewer than 90 in 100 are killed. What was killed counts as killed when the library has changed
# since: then begin with a new FILE.

set -u
export LC_ALL=C # in which texts are looked through faster
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
compiler=${CXX:-c++}
jobs=${JOBS:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
is_list=false is_check=false results=$work/results
if [ "${1-}" = --list ]; then is_list=true && shift; fi
if [ "${1-}" = --check ]; then is_check=true && shift; fi
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
        optimise/*/*) echo "${1%/*}" ;;
        *) echo "${1%%/*}" ;;
    esac
}

# Compiles and runs test $2, with the headers below $1 before those of the library; fails if it does. What goes on for ever
# is ended by its processor time, which a machine that does something else too leaves as it is.
passes() (
    ulimit -t 900
    name=$2 source=$root/tests/$2.cpp program=$1/program
    flags=(-std=c++20 -w -Wfatal-errors -I "$1" -I "$root/include" -isystem /usr/include/eigen3)
    case $name in
        static/*) timeout 3600 "$compiler" "${flags[@]}" -O0 -fsyntax-only "$source" ;;
        fail/*) for twin in right wrong; do
                    cmake "-DCOMPILE=$(IFS=';' && echo "$compiler;${flags[*]}")" "-DSOURCE=$source" -DTWIN=$twin \
                        -P "$root/tests/fail/check.cmake" || exit
                done ;;
        fuzz/*) timeout 3600 "$compiler" "${flags[@]}" -O1 -DPULLBACK_FUZZ_WITHOUT_ENGINE "$source" -o "$program" &&
                    timeout 1200 "$program" ;;
        *) timeout 3600 "$compiler" "${flags[@]}" -O0 -pthread -DPULLBACK_LONG_TESTS -include "$work/test.hpp" "$source" "$work/main.o" \
               -o "$program" && timeout 1200 "$program" ;;
    esac >"$1/log" 2>&1
)

# Whether header $2 below $1 compiles alone: one that does not would fail every test, and show nothing.
is_header() {
    echo "#include <pullback/$2>" |
        timeout 3600 "$compiler" -std=c++20 -w -I "$1" -I "$root/include" -isystem /usr/include/eigen3 -O0 \
            -fsyntax-only -x c++ - >"$1/log" 2>&1
}

name_of() { echo "${files[$1]}: ${old[$1]}  ->  ${new[$1]}"; }

declare -A is_known=()
while IFS=$'\t' read -r _ verdict name _; do
    case $verdict in 'killed by '*) is_known[$name]=true ;; esac
done <"$results"

# Text $1 without spaces and ends of lines, for which a formatter has its own mind.
without_spaces() { tr -d '[:space:]' <<<"$1"; }

# Writes the header $2 with mutant $1 in it.
write_mutant() {
    local pattern
    pattern=$(without_spaces "${old[$1]}" | sed -E 's/./[[:space:]]*&/g; s/\*([][\\.*^$+?(){}|])/*\\\1/g')
    [[ $2 =~ ${pattern#'[[:space:]]*'} ]] && printf '%s\n' "${2/"${BASH_REMATCH[0]}"/"${new[$1]}"}"
}

declare -A header_texts=()
selected=() stale=0
for i in "${!files[@]}"; do
    if [ -n "$filter" ]; then
        [[ "${files[i]} ${old[i]}" == *"$filter"* ]] || continue
    fi
    header=$root/include/pullback/${files[i]} missing=''
    [ -f "$header" ] || missing="no such header"
    for test in ${tests[i]}; do [ -f "$root/tests/$test.cpp" ] || missing="no such test, $test"; done
    if [ -z "$missing" ]; then
        [ -n "${header_texts[$header]-}" ] || header_texts[$header]=$(without_spaces "$(<"$header")")
        text=${old[i]//[[:space:]]/} whole=${header_texts[$header]} rest=${whole//"$text"/}
        count=$(((${#whole} - ${#rest}) / ${#text}))
        [ "$count" -eq 1 ] || missing="$count times in the header"
    fi
    if [ -n "$missing" ]; then
        echo "stale mutant ($missing): ${files[i]}: ${old[i]}"
        stale=$((stale + 1))
        continue
    fi
    selected+=("$i")
done
if $is_check; then
    echo "${#selected[@]} mutants apply, $stale do not"
    exit $((stale > 0))
fi
if $is_list; then
    for i in "${selected[@]}"; do name_of "$i"; done
    exit $((stale > 0))
fi

wanted=()
for i in "${selected[@]}"; do
    [ -n "${is_known[$(name_of "$i")]-}" ] || [ -n "${equivalent[i]}" ] || wanted+=("$i")
done

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
    local i=$1 test verdict=survived place=$work/$1 start=$SECONDS
    mkdir -p "$(dirname "$place/pullback/${files[i]}")"
    write_mutant "$i" "$(<"$root/include/pullback/${files[i]}")" >"$place/pullback/${files[i]}" || exit 2
    if ! is_header "$place" "${files[i]}"; then
        echo "stale mutant (the header does not compile): $(name_of "$i")"
        touch "$work/bad"
        return
    fi
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
        counted += $2 == ""
        if ($2 != "") equal[$1]++
        else if (verdict[$3] ~ /^killed/) { killed[$1]++; sum_killed++ }
        else print "lives: " $3
    }
    END {
        print ""
        for (r in all) printf "%-20s %3d of %3d killed, %d equivalent\n", r, killed[r], all[r] - equal[r], equal[r] | "sort"
        close("sort")
        printf "%-20s %3d of %3d killed: %.0f in 100\n", "all", sum_killed, counted, counted ? 100 * sum_killed / counted : 0
        exit counted && sum_killed < 0.9 * counted
    }' "$results" -
status=$?
[ "$stale" -eq 0 ] && [ ! -e "$work/bad" ] && [ "$status" -eq 0 ]
