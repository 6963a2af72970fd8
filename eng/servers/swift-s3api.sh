# OpenStack Swift with its s3api: one proxy server (the gateway), one account, container and object server with one
# copy of everything, and memcached, where Swift's own authentication keeps its tokens. Sourced by eng/s3-servers.

dependencies='lib.*|zlib1g|python3.*' unwanted=(usr/share usr/sbin)
storage_servers=(account container object) # on the ports after memcached's, in this order
access_key=test:tester other_access_key=other:other # in Swift's authentication a user belongs to an account

# The unpacked Python looks into its own folders and nowhere else.
unset "${!PYTHON@}"
export PYTHONHOME=$root/usr PYTHONPATH=$root/usr/lib/python3/dist-packages PYTHONNOUSERSITE=1 LC_ALL=C.UTF-8
# What would be handed to a thread, so that a slow disk holds up nobody else, takes less time than that.
export EVENTLET_THREADPOOL_SIZE=0

server_install() {
  # libisal2 is only suggested; without it the checksums CRC32C and CRC64NVME are refused.
  unpack_debian "$suite" swift-proxy swift-account swift-container swift-object memcached libisal2 python3
  run_unpacked memcached --version >/dev/null || die "the unpacked memcached does not run on this machine"
  # What is imported here is kept compiled, which takes seconds off every start.
  run_unpacked python3 -c 'import swift, swift.common.wsgi, swift.common.middleware.s3api.s3api
import swift.proxy.server, swift.account.server, swift.container.server, swift.obj.server
print("swift", swift.__version__)' >"$root/.version.new" || die "the unpacked Swift does not run on this machine"
  mv "$root/.version.new" "$root/.version"
}

server_start() {
  local name
  mkdir -p "$data"/{etc,devices/one,cache}
  write_swift_conf
  for name in "${storage_servers[@]}"; do write_storage_conf "$name"; done
  write_proxy_conf
  run_unpacked python3 "$here/servers/swift/prepare.py" "$data" $((port + 2)) "${storage_servers[@]}" >"$data/log/prepare.out" 2>&1 ||
    die "the folders of Swift could not be prepared"
  # As root it insists on being told a user.
  spawn memcached memcached -l 127.0.0.1 -p $((port + 1)) -U 0 -m 64 -u "$(id -un)" -P "$data/cache/memcached"
  for name in "${storage_servers[@]}"; do spawn_swift "$name"; done
  gateway_start
}

spawn_swift() { spawn "$1" python3 "$here/servers/swift/serve.py" "$data/etc" "$1"; }

server_stop() {
  local name
  for name in proxy "${storage_servers[@]}" memcached; do end "$name" 0; done # its data is not wanted any more
}

server_answers() {
  local name i
  for name in memcached "${storage_servers[@]}" proxy; do pid_of "$name" >/dev/null || return 1; done
  for i in 1 2 3 4; do listening $((port + i)) || return 1; done
  [ "$(http_status "$port" healthcheck)" = 200 ]
}

gateway_start() {
  local name
  pid_of proxy >/dev/null || spawn_swift proxy
  until server_answers; do
    for name in memcached "${storage_servers[@]}" proxy; do pid_of "$name" >/dev/null || die "the $name server stopped"; done
    [ $SECONDS -lt "$deadline" ] || die "Swift did not answer in time"
    sleep 0.05
  done
}

gateway_end() { end proxy "$1"; }

# The object server reads when it starts how much of its disk is to stay free.
storage_fill() { restart_object_server 100%; }
storage_free() { restart_object_server 0; }
restart_object_server() { # RESERVE
  write_storage_conf object "$1"
  end object 2
  spawn_swift object
  gateway_start
}

write_swift_conf() {
  cat >"$data/etc/swift.conf" <<CONF
[swift-hash]
swift_hash_path_prefix = tests
swift_hash_path_suffix = tests

[storage-policy:0]
name = one-copy
default = yes
CONF
}

common_conf() { # PORT
  cat <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $1
# one process, not a parent with children
workers = 0
user = $(id -un)
swift_dir = $data/etc
# there is no syslog to write to, so it writes to its standard output
log_address = $data/no-syslog
log_level = WARNING
# On a busy machine it must wait: an update of a listing that is late by a second is left to a daemon that is not there,
# and a server that failed ten times, or has no room, is not asked for a minute.
conn_timeout = 30
node_timeout = 60
container_update_timeout = 60
error_suppression_interval = 0
CONF
}

write_storage_conf() { # NAME [RESERVE]: as a share of the disk, which is only looked at before space is allocated
  local i reserve=${2:-0} disable_fallocate=true
  [ "$reserve" = 0 ] || disable_fallocate=false
  for i in "${!storage_servers[@]}"; do [ "${storage_servers[i]}" != "$1" ] || common_conf $((port + 2 + i)) >"$data/etc/$1.conf"; done
  cat >>"$data/etc/$1.conf" <<CONF
devices = $data/devices
# the device is a folder, and how full the disk is does not matter unless a test says so
mount_check = false
disable_fallocate = $disable_fallocate
fallocate_reserve = $reserve

[pipeline:main]
pipeline = $1-server

[app:$1-server]
use = egg:swift#$1
# nothing must outlive a loss of power
mb_per_sync = 0
# lines that the level above leaves out need not be put together
log_requests = false
CONF
}

write_proxy_conf() {
  local filter
  {
    common_conf "$port"
    cat <<CONF

[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck memcache listing_formats s3api tempauth bulk copy slo versioned_writes symlink proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
cors_allow_origin = *
cors_expose_headers = etag,x-amz-request-id
CONF
    for filter in catch_errors gatekeeper healthcheck memcache listing_formats s3api tempauth bulk copy slo versioned_writes symlink; do
      printf '\n[filter:%s]\nuse = egg:swift#%s\n' $filter $filter
      case $filter in
        memcache) echo "memcache_servers = 127.0.0.1:$((port + 1))" ;;
        tempauth) printf 'user_%s = %s .admin\n' "${access_key/:/_}" "$secret_key" "${other_access_key/:/_}" "$other_secret_key" ;;
        versioned_writes) echo 'allow_object_versioning = true' ;;
        # one entry a part; more than the first few are not slowed down when they are read; there is no daemon that deletes later
        slo) printf '%s\n' 'max_manifest_segments = 10000' 'rate_limit_after_segment = 100000' 'allow_async_delete = false' ;;
        s3api)
          printf '%s\n' "location = $region" 'storage_domain = localhost' 'cors_preflight_allow_origin = *' 's3_acl = false' \
            'max_upload_part_num = 10000' "min_segment_size = $smallest_part" "${SWIFT_EXTRA_CONF:-}" ;;
      esac
    done
  } >"$data/etc/proxy.conf"
}
