#!/bin/sh
# Dumps each database into a folder, in the format that pg_restore reads; all or nothing.
set -eu

: "${DATABASES:?}" "${DUMPS:?}" "${PASSWORDS:?}" "${PGHOST:?}" "${PGUSER:?}"
. "$(dirname "$0")/log_in.sh"
for database in $DATABASES; do
  log_in "$database"
  pg_dump --format=custom --no-owner --no-privileges --dbname="$database" \
    --file="$DUMPS/$database.dump"
  # A dump that can't be listed couldn't be restored: better to know today.
  pg_restore --list "$DUMPS/$database.dump" > /dev/null
  echo "dumped $database: $(wc -c < "$DUMPS/$database.dump") bytes"
done
