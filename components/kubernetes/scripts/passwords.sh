# Shell functions around a folder of passwords, read by the scripts beside this one.
#
# "$PASSWORDS/<name>" holds a password and "$PASSWORDS/<name>.previous", if there is one, the
# password before its rotation. No password ever enters an environment or a command line.
# shellcheck shell=sh

# write_passfile <file> <name>: a file in libpq's own format, whole or not at all.
write_passfile() {
  (
    umask 077
    printf '*:*:*:*:%s\n' "$(sed 's/[\\:]/\\&/g' "$PASSWORDS/$2")" > "$1.part"
  )
  mv "$1.part" "$1"
}

# accepts <user> <name> [<database>]: whether the server at $PGHOST takes this password.
accepts() {
  write_passfile "$scratch/trial" "$2" || return 1
  said=$(PGPASSFILE="$scratch/trial" PGCONNECT_TIMEOUT=5 psql --no-psqlrc --no-password \
    --username="$1" --dbname="${3:-postgres}" --command='SELECT 1' 2>&1 > /dev/null) && said=''
  # All containers of a pod share the folder for scratch; not all may know every password.
  rm "$scratch/trial"
  [ -n "$said" ] || return 0
  # Anything but a refusal is worth a line: it would look like one otherwise.
  case $said in *'authentication failed'*) ;; *) echo "$said" >&2 ;; esac
  return 1
}
