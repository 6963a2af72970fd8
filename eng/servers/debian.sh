# Debian's packages unpacked into a folder and run from there. Sourced by eng/s3-servers.

loader=("$root/lib64/ld-linux-x86-64.so.2" --library-path "$root/usr/lib/x86_64-linux-gnu:$root/usr/lib/x86_64-linux-gnu/ceph")

# run_unpacked PROGRAM ARGS...: with the libraries, and the C library, that were unpacked with it.
run_unpacked() { "${loader[@]}" "$root/usr/bin/$1" "${@:2}"; }

# The mirror that the machine itself uses: deb822 files first, then one-line files.
debian_mirror() {
  local sources=/etc/apt/sources.list
  grep -E -m 1 '/debian/?$' < <(
    echo "${S3_SERVERS_MIRROR:-}"
    cat $sources.d/*.sources 2>/dev/null | sed -n 's/^URIs://p' | tr -s '[:space:]' '\n'
    cat $sources $sources.d/*.list 2>/dev/null | sed -n 's/^deb[[:space:]]\+\(\[[^]]*\][[:space:]]*\)\?\([^[:space:]]*\).*/\2/p'
  ) || die "no Debian mirror in the machine's apt sources: set S3_SERVERS_MIRROR to the URL of one"
}

# unpack_debian SUITE PACKAGES...: these packages and, of their dependencies, those whose names match the pattern
# $dependencies, into $root. The folders in the array $unwanted are left out.
unpack_debian() {
  local suite=$1 keyring=/usr/share/keyrings/debian-archive-keyring.gpg apt=$home/$server/apt mirror tool names
  shift
  [ "$(uname -sm)" = "Linux x86_64" ] || die "only Linux on x86-64 is supported, not $(uname -sm)"
  for tool in apt-get apt-config dpkg-deb; do
    command -v $tool >/dev/null || die "$tool was not found: this needs Debian"
  done
  [ -f $keyring ] || die "$keyring is missing: apt-get install debian-archive-keyring"
  mirror=$(debian_mirror)

  # An apt of its own: other sources, other lists and an empty package database, so that it resolves the
  # suite as if nothing were installed. Only the way to the network is the machine's. Testing suites are
  # often past their Valid-Until on a mirror; the signature is checked all the same.
  rm -rf "$apt"
  mkdir -p "$apt"/{lists/partial,cache/archives/partial,etc/apt.conf.d,etc/preferences.d,debs}
  : >"$apt/status"
  echo "deb [signed-by=$keyring arch=amd64] $mirror $suite main" >"$apt/etc/sources.list"
  {
    apt-config dump | grep -E '^Acquire::(https?|Check-Date)\b' || true
    cat <<CONF
Dir::Etc "$apt/etc";
Dir::Etc::sourcelist "$apt/etc/sources.list";
Dir::State "$apt";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Log "$apt";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
  } >"$apt/apt.conf"

  # apt [ARGS]: fails with the end of its log
  apt() {
    APT_CONFIG=$apt/apt.conf apt-get -q "$@" 2>>"$apt/log" || {
      tail -n 15 "$apt/log" >&2
      die "apt-get $1 failed for Debian $suite ($mirror)"
    }
  }

  note "reading the package list of Debian $suite"
  apt update >>"$apt/log"
  names=$(apt install --yes --print-uris "$@" | sed -n "s/^'[^']*' \([^_]*\)_.*/\1/p")
  names=$(grep -xE "$dependencies|$(IFS='|'; echo "$*")" <<<"$names") || die "Debian $suite offers none of: $*"

  note "downloading $(wc -l <<<"$names") packages"
  # shellcheck disable=SC2086 # one name a word
  (cd "$apt/debs" && apt download $names >>"$apt/log")

  note "unpacking $(du -sm "$apt/debs" | cut -f1) MiB"
  mkdir -p "$root"/usr/{bin,lib,lib64}
  ln -s usr/bin usr/lib usr/lib64 "$root"
  find "$apt/debs" -name '*.deb' -print0 | xargs -0 -P "$(nproc)" -I{} bash -c '
    set -o pipefail
    dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --keep-directory-symlink --no-same-owner "${@:3}"' \
    _ {} "$root" "${unwanted[@]/#/--exclude=./}" ||
    die "unpacking failed: is the disk full?"
  rm -rf "$apt"
}
