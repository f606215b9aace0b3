#!/bin/sh
# Restores each dump of a folder into its database, which must not hold data yet.
#
# A server that started on the empty database has made its tables already: tables without rows of
# a user are replaced, anything else is refused.
set -eu

: "${DATABASES:?}" "${DUMPS:?}" "${DATA_TABLES:?}" "${PGHOST:?}" "${PGUSER:?}" "${PASSWORDS:?}"
. "$(dirname "$0")/log_in.sh"
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }

for database in $DATABASES; do
  [ -s "$DUMPS/$database.dump" ] || { echo "$DUMPS/$database.dump: not there; nothing was changed" >&2; exit 1; }
  log_in "$database"
  for table in $DATA_TABLES; do
    if [ "$(ask --dbname="$database" --command="SELECT to_regclass('public.$table') IS NOT NULL")" = t ] &&
      [ "$(ask --dbname="$database" --command="SELECT EXISTS (SELECT FROM public.$table)")" = t ]; then
      echo "database $database: got rows in $table; expected an empty database." \
        "Restore into a fresh one; nothing was changed." >&2
      exit 1
    fi
  done
done
for database in $DATABASES; do
  log_in "$database"
  ask --dbname="$database" --command="SET client_min_messages = warning" \
    --command="DROP SCHEMA IF EXISTS public CASCADE" --command="CREATE SCHEMA public"
  pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --schema=public \
    --dbname="$database" "$DUMPS/$database.dump"
  echo "restored $database"
done
