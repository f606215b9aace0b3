#!/bin/sh
# Prepares the data folder before the server starts: creates it once, then brings roles, passwords
# and databases to what the secrets say, so that a changed password needs no step by hand.
#
# The server runs here without a network, on a socket that only this user can reach: that is why
# the rules of this one run may trust every local connection.
set -eu

: "${PGDATA:?}" "${POSTGRES_PASSWORD:?}" "${OWNER:?}" "${OWNER_PASSWORD:?}"
: "${OBSERVER_PASSWORD:?}" "${DATABASES:?}"
scratch="${SCRATCH:-/tmp}/prepare"
rm -rf "$scratch"
mkdir -m 0700 "$scratch"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # A first attempt that was cut short leaves a folder that initdb would refuse.
  rm -rf "$PGDATA"
  (umask 077 && printf '%s' "$POSTGRES_PASSWORD" > "$scratch/password")
  initdb --pgdata="$PGDATA" --username=postgres --pwfile="$scratch/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums
  rm "$scratch/password"
fi
# The kubelet widens the modes of a volume for its group; the server refuses such a folder.
chmod 0700 "$PGDATA"

printf 'local all all trust\n' > "$scratch/pg_hba.conf"
alone="-c listen_addresses='' -c unix_socket_directories='$scratch'"
alone="$alone -c hba_file='$scratch/pg_hba.conf'"
pg_ctl --pgdata="$PGDATA" --wait --silent --timeout=300 --log="$scratch/log" --options="$alone" \
  start || { cat "$scratch/log"; exit 1; }
stop() { pg_ctl --pgdata="$PGDATA" --wait --silent --mode=fast stop; }
trap stop EXIT

# Passwords reach psql by its environment: not on a command line, not in the server's log.
query() { psql --no-psqlrc --quiet --host="$scratch" --username=postgres --set=ON_ERROR_STOP=1 "$@"; }
query --dbname=postgres <<'SQL'
SET log_min_error_statement = panic;
\getenv superuser_password POSTGRES_PASSWORD
\getenv owner OWNER
\getenv owner_password OWNER_PASSWORD
\getenv observer_password OBSERVER_PASSWORD
SELECT format('CREATE ROLE %I LOGIN', role) FROM (VALUES (:'owner'), ('observer')) AS wanted (role)
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
ALTER ROLE postgres PASSWORD :'superuser_password';
ALTER ROLE :"owner" PASSWORD :'owner_password';
ALTER ROLE observer PASSWORD :'observer_password';
GRANT pg_monitor TO observer;
SQL
for database in $DATABASES; do
  query --dbname=postgres --set=database="$database" <<'SQL'
\getenv owner OWNER
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database') \gexec
SQL
done
