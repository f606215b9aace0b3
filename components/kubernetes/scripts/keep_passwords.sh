#!/bin/sh
# Brings the roles' passwords to what the mounted secret says, as long as the server runs.
#
# Another node may show a new secret to its pods a minute or two later than this one. The owner's
# clients are such pods: they try the new password, are refused and use the previous one, so the new
# one is set only when all of them must have it, after $OVERLAP seconds. If not even the previous
# one is right any more, waiting would help nobody, and the new one is set at once.
#
# The superuser comes in as the operating system's user over a socket that only this container and
# the server's see.
set -eu

: "${SOCKET:?}" "${PASSWORDS:?}" "${OVERLAP:?}" "${OWNER:?}" "${OBSERVER_PASSFILE:?}" "${PGHOST:?}"
scratch="${SCRATCH:-/tmp}/keep"
pause="${PAUSE:-5}"
mkdir -p -m 0700 "$scratch"
. "$(dirname "$0")/passwords.sh"
# As the first process of its container a shell would ignore it.
trap 'exit 0' TERM

contents() { cat "$PASSWORDS/superuser" "$PASSWORDS/owner" "$PASSWORDS/observer" 2> /dev/null; }

# set_password <role> <name>; psql reads the file itself, and no log gets the statement.
set_password() {
  FILE="$PASSWORDS/$2" PGCONNECT_TIMEOUT=5 psql --no-psqlrc --quiet --no-password \
    --host="$SOCKET" --username=postgres --dbname=postgres \
    --set=ON_ERROR_STOP=1 --set=role="$1" <<'SQL'
SET log_min_error_statement = panic;
SET log_min_duration_statement = -1;
SET log_statement = 'none';
SET statement_timeout = '10s';
\set password `cat "$FILE"`
ALTER ROLE :"role" PASSWORD :'password';
SQL
}

still_previous() {
  [ -e "$PASSWORDS/owner.previous" ] &&
    ! cmp -s "$PASSWORDS/owner" "$PASSWORDS/owner.previous" && accepts "$OWNER" owner.previous
}

# The two roles whose clients are in this pod or are persons.
set_others() {
  set_password postgres superuser && set_password observer observer &&
    write_passfile "$OBSERVER_PASSFILE" observer
}

settled='' pending='' due=0
while :; do
  touch "$scratch/alive"
  now=$(contents) || now=$settled
  if [ "$now" != "$settled" ] && pg_isready --quiet --host="$SOCKET" --timeout=4; then
    if [ "$now" != "$pending" ] && set_others; then
      pending=$now
      due=$(date +%s)
      if still_previous; then
        due=$((due + OVERLAP))
        echo "new passwords: the owner's is set in $OVERLAP seconds"
      fi
    fi
    if [ "$now" = "$pending" ] && [ "$(date +%s)" -ge "$due" ] && set_password "$OWNER" owner; then
      settled=$now
      echo "the passwords are what the secret says"
    fi
  fi
  sleep "$pause" &
  wait $! || true
done
