# Shell function that logs in with a password which may be rotated at this very moment.
# shellcheck shell=sh

. "$(dirname "$0")/passwords.sh"
scratch="${SCRATCH:-/tmp}/login"
mkdir -p -m 0700 "$scratch"
# Another container of this pod has the store's keys and must not find the database's.
trap 'rm -rf "$scratch"' EXIT
export PGPASSFILE="$scratch/passfile"

# log_in <database>: leaves the password that the server takes now where libpq looks for it.
log_in() {
  attempt=0
  until [ "$attempt" -eq "${ATTEMPTS:-12}" ]; do
    for name in owner owner.previous; do
      if [ -e "$PASSWORDS/$name" ] && accepts "$PGUSER" "$name" "$1"; then
        write_passfile "$PGPASSFILE" "$name"
        return
      fi
    done
    attempt=$((attempt + 1))
    sleep "${PAUSE:-5}"
  done
  echo "database $1: $PGHOST lets $PGUSER in with neither password of $PASSWORDS." \
    "Look at the container passwords of the database's pod." >&2
  exit 1
}
