#!/bin/sh
# same_digest.sh PROGRAM TIMES: each run must print the same line; every fourth one on a processor without FMA and AVX2.
first=$("$1") || exit 1
echo "$first"
i=1
while [ "$i" -lt "$2" ]; do
  if [ $((i % 4)) -eq 0 ]; then
    line=$(GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2_Usable "$1") || exit 1
  else
    line=$("$1") || exit 1
  fi
  if [ "$line" != "$first" ]; then
    echo "run $i printed another digest: $line"
    exit 1
  fi
  i=$((i + 1))
done
