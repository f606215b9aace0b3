#!/bin/sh
# Prepares the data folder before the server starts: creates it once, then brings roles, passwords
# and databases to what the secrets say. What changes later is keep_passwords.sh's work.
#
# The server runs here without a network, on a socket that only this user can reach: that is why
# the rules of this one run may trust every local connection.
set -eu

: "${PGDATA:?}" "${PASSWORDS:?}" "${OWNER:?}" "${OBSERVER_PASSFILE:?}" "${DATABASES:?}"
for name in superuser owner observer; do
  [ -s "$PASSWORDS/$name" ] || { echo "$PASSWORDS/$name: not there or empty; expected a password" >&2; exit 1; }
done
. "$(dirname "$0")/passwords.sh"
scratch="${SCRATCH:-/tmp}/prepare"
rm -rf "$scratch"
mkdir -m 0700 "$scratch"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # A first attempt that was cut short leaves a folder that initdb would refuse.
  rm -rf "$PGDATA"
  initdb --pgdata="$PGDATA" --username=postgres --pwfile="$PASSWORDS/superuser" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums
fi
# The kubelet widens the modes of a volume for its group; the server refuses such a folder.
chmod 0700 "$PGDATA"
write_passfile "$OBSERVER_PASSFILE" observer

printf 'local all all trust\n' > "$scratch/pg_hba.conf"
alone="-c listen_addresses='' -c unix_socket_directories='$scratch'"
alone="$alone -c hba_file='$scratch/pg_hba.conf'"
pg_ctl --pgdata="$PGDATA" --wait --silent --timeout=300 --log="$scratch/log" --options="$alone" \
  start || { cat "$scratch/log"; exit 1; }
stop() { pg_ctl --pgdata="$PGDATA" --wait --silent --mode=fast stop; }
trap stop EXIT

# psql reads the passwords' files itself: they are not on a command line, nor in the server's log.
query() { psql --no-psqlrc --quiet --host="$scratch" --username=postgres --set=ON_ERROR_STOP=1 "$@"; }
query --dbname=postgres <<'SQL'
SET log_min_error_statement = panic;
SET log_min_duration_statement = -1;
\getenv owner OWNER
\set superuser_password `cat "$PASSWORDS/superuser"`
\set owner_password `cat "$PASSWORDS/owner"`
\set observer_password `cat "$PASSWORDS/observer"`
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
