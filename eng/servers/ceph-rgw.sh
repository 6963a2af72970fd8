# Ceph's object gateway: one monitor, one OSD (in memory unless CEPH_STORE says otherwise) and one gateway
# with HTTP and HTTPS; no manager, no authentication between them. Sourced by eng/s3-servers.

dependencies='lib.*|zlib1g' unwanted=(usr/share usr/sbin 'usr/lib/python*')
ceph_programs=(ceph-mon ceph-osd radosgw radosgw-admin monmaptool osdmaptool openssl)
ceph_id=7f0d6a52-3c1e-4b8f-9a64-2d5c81e0b937 # of the throw-away cluster; any will do
export OPENSSL_CONF=/dev/null                # the machine's may be for another OpenSSL
unset CEPH_ARGS CEPH_CONF
role_arn=arn:aws:iam:::role/uploader

case ${CEPH_STORE:=memstore} in
  memstore) store_gib=6 ;;
  bluestore) store_gib=40 ;;
  *) die "CEPH_STORE is memstore or bluestore, not '$CEPH_STORE'" ;;
esac

server_install() {
  local program
  unpack_debian "$suite" ceph-mon ceph-osd ceph-base ceph-common radosgw openssl
  # More than half of what was unpacked are other programs.
  mkdir "$root/usr/wanted"
  for program in "${ceph_programs[@]}"; do
    mv "$root/usr/bin/$program" "$root/usr/wanted/" || die "the packages came without $program"
  done
  rm -rf "$root/usr/bin"
  mv "$root/usr/wanted" "$root/usr/bin"
  for program in "${ceph_programs[@]}"; do
    run_unpacked "$program" $([ "$program" = openssl ] || echo --)version >/dev/null || die "the unpacked $program does not run on this machine"
  done
  run_unpacked radosgw --version | cut -d' ' -f1-3 >"$root/.version.new"
  mv "$root/.version.new" "$root/.version"
}

# ceph PROGRAM ARGS...: the programs wait for the monitor and the OSD without end, so they are given one.
ceph() {
  timeout -k 1 $((deadline > SECONDS ? deadline - SECONDS : 1)) \
    "${loader[@]}" "$root/usr/bin/$1" -c "$data/ceph.conf" "${@:2}" </dev/null >>"$data/log/setup.out" 2>&1 9>&-
}

make_user() { # NAME ACCESS-KEY SECRET-KEY
  ceph radosgw-admin user create --uid="$1" --display-name="$1" --access-key="$2" --secret-key="$3" ||
    die "the user '$1' could not be made: the monitor or the OSD is not up"
}

# make_role NAME USER: with all rights on all buckets; the user may assume it.
make_role() {
  ceph radosgw-admin role create --role-name="$1" --assume-role-policy-doc='{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Principal":{"AWS":["arn:aws:iam:::user/'"$2"'"]},"Action":["sts:AssumeRole"]}]}' &&
  ceph radosgw-admin role-policy put --role-name="$1" --policy-name=all --policy-doc='{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":["s3:*"],"Resource":"arn:aws:s3:::*"}]}' || die "the role '$1' could not be made"
}

server_start() {
  mkdir -p "$data"/{mon,osd,rgw,run,tls}
  write_conf
  make_certificate
  ceph monmaptool --create --fsid $ceph_id --addv a "[v2:127.0.0.1:$((port + 2))]" "$data/monmap" || die "monmaptool failed"
  # The map has its OSD from the beginning: no command to a running monitor is needed to add it.
  ceph osdmaptool --createsimple 1 "$data/osdmap" || die "osdmaptool failed"
  ceph ceph-mon -i a --mkfs --monmap "$data/monmap" --osdmap "$data/osdmap" || die "the monitor's store could not be made"
  spawn mon ceph-mon -i a -f -c "$data/ceph.conf"
  ceph ceph-osd -i 0 --mkfs || die "the OSD's store could not be made"
  spawn osd ceph-osd -i 0 -f -c "$data/ceph.conf"
  make_user test $access_key $secret_key
  make_user other $other_access_key $other_secret_key
  make_role uploader test
  gateway_start
}

server_stop() { end rgw 0; end osd 0; end mon 0; } # its data is not wanted any more

server_answers() { pid_of mon >/dev/null && pid_of osd >/dev/null && pid_of rgw >/dev/null && [ "$(http_status "$port")" = 200 ]; }

gateway_start() {
  pid_of rgw >/dev/null || spawn rgw radosgw -n client.rgw -f -c "$data/ceph.conf"
  until server_answers; do
    pid_of mon >/dev/null || die "the monitor stopped"
    pid_of osd >/dev/null || die "the OSD stopped"
    pid_of rgw >/dev/null || die "the gateway stopped"
    [ $SECONDS -lt "$deadline" ] || die "the gateway did not answer in time"
    sleep 0.05
  done
}

gateway_end() { end rgw "$1"; }

# In each of the user's buckets there is less room than there is an object of any size.
storage_fill() { quota set --max-size=1 && quota enable || die "the quota could not be set"; }
storage_free() { quota disable || die "the quota could not be lifted"; }
quota() { ceph radosgw-admin quota "$1" --quota-scope=bucket --uid=test "${@:2}"; }

make_certificate() {
  local tls=$data/tls
  printf '[req]\ndistinguished_name = name\n[name]\n' >"$tls/openssl.cnf"
  certificate() { # NAME OPTIONS...
    run_unpacked openssl req -x509 -config "$tls/openssl.cnf" -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
      -keyout "$tls/$1.key" -out "$tls/$1.pem" "${@:2}" >>"$data/log/setup.out" 2>&1 || die "the certificate '$1' could not be made"
  }
  certificate ca -subj '/CN=throw-away CA of the tests' \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
  certificate server -subj /CN=localhost -CA "$tls/ca.pem" -CAkey "$tls/ca.key" \
    -addext subjectAltName=DNS:localhost,DNS:*.localhost,IP:127.0.0.1 -addext basicConstraints=CA:FALSE \
    -addext keyUsage=digitalSignature -addext extendedKeyUsage=serverAuth
}

write_conf() {
  local libraries=$root/usr/lib/x86_64-linux-gnu
  cat >"$data/ceph.conf" <<CONF
[global]
fsid = $ceph_id
mon_host = [v2:127.0.0.1:$((port + 2))/0]
mon_initial_members = a
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_port_min = $((port + 3))
ms_bind_port_max = $((port + 49))
ms_bind_msgr1 = false
# nobody but this machine reaches it; "crc" because radosgw insists on encryption otherwise and hangs
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_mon_client_mode = crc
ms_client_mode = crc
ms_cluster_mode = crc
ms_service_mode = crc
ms_crc_data = false
# everything it writes is in its folder
run_dir = $data/run
crash_dir = $data/log
log_file = $data/log/\$name.log
mon_cluster_log_file = $data/log/cluster.log
log_to_stderr = false
admin_socket =
plugin_dir = $libraries/ceph
erasure_code_dir = $libraries/ceph/erasure-code
osd_class_dir = $libraries/rados-classes
# one copy, on the one OSD there is
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 2000
# the monitor commits at once instead of collecting changes: a start takes one second instead of twelve
paxos_propose_interval = 0.02
paxos_min_wait = 0.01
mon_tick_interval = 1
# a client that came before the OSD was up looks for it again at its tick, which is 5 seconds otherwise
objecter_tick_interval = 0.1
# a busy machine or a full disk must not make it think that the OSD is lost
mon_osd_down_out_interval = 0
mon_osd_report_timeout = 86400
mon_data_avail_crit = 0
mon_data_avail_warn = 0
osd_heartbeat_grace = 600
osd_op_thread_timeout = 600
osd_op_thread_suicide_timeout = 0

mon_data = $data/mon

osd_data = $data/osd
osd_objectstore = $CEPH_STORE
memstore_device_bytes = $((store_gib << 30))
bluestore_block_create = true
bluestore_block_size = $((store_gib << 30))
osd_memory_target = 1073741824

rgw_frontends = beast endpoint=127.0.0.1:$port ssl_endpoint=127.0.0.1:$((port + 1)) ssl_certificate=$data/tls/server.pem ssl_private_key=$data/tls/server.key
rgw_data = $data/rgw
rgw_dns_name = localhost
rgw_rados_pool_pg_num_min = 4
rgw_thread_pool_size = 64
# encryption with the client's own key may be tried over HTTP too
rgw_crypt_require_ssl = false
rgw_multipart_min_part_size = $smallest_part
# temporary credentials, which may end within seconds and not only after a quarter of an hour
rgw_s3_auth_use_sts = true
rgw_sts_key = throw-away-key-0
rgw_sts_min_session_duration = 1
# in the order it has otherwise, everything that is wrong with a signature becomes AccessDenied
rgw_s3_auth_order = sts, local, external
rgw_enable_usage_log = false
rgw_enable_ops_log = false
# what deleted objects and aborted uploads took is given back within seconds
rgw_gc_obj_min_wait = 2
rgw_gc_processor_period = 3
rgw_gc_processor_max_time = 3

${CEPH_EXTRA_CONF:-}
CONF
}
