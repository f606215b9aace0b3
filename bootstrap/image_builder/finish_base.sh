#!/bin/sh
# Runs inside a fresh debootstrap: makes of it what the official slim image is. The machine's apt settings lie in
# /run/secrets while this runs; $1 says whether the sources that debootstrap wrote may stay.
set -eu
export DEBIAN_FRONTEND=noninteractive

# Daemons must not start when their packages are installed.
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d

cat > /etc/dpkg/dpkg.cfg.d/slim <<'EOF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
path-exclude /usr/share/lintian/*
path-exclude /usr/share/groff/*
path-exclude /usr/share/linda/*
EOF
cat > /etc/apt/apt.conf.d/slim <<'EOF'
APT::Install-Recommends "false";
APT::Install-Suggests "false";
Acquire::Languages "none";
APT::Keep-Downloaded-Packages "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
EOF

# debootstrap knows one suite only: security updates come now.
export APT_CONFIG=/run/secrets/apt.conf
apt-get update
apt-get -y upgrade
apt-get clean

find /usr/share/doc -depth -type f ! -name copyright -delete
find /usr/share/doc -depth -type l -delete
find /usr/share/doc -depth -type d -empty -delete
rm -rf /usr/share/info/* /usr/share/man/* /usr/share/lintian /usr/share/groff /usr/share/linda
find /usr/share/locale -mindepth 1 -maxdepth 1 ! -name locale.alias -exec rm -rf {} +
rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/ldconfig/* /var/log/* /tmp/* /var/tmp/*
mkdir -p /var/cache/apt/archives/partial /var/lib/apt/lists/partial

# debootstrap copies these from the machine.
: > /etc/resolv.conf
: > /etc/hostname
: > /etc/hosts
rm -f /etc/machine-id
[ "$1" = keep-sources ] || : > /etc/apt/sources.list
