/*
 * The floor: as little as a program can do to upload a file in parts. Workers, each with one connection, take the next part, and pread and
 * send it in blocks; the rest of S3 is one request to create the upload and one to complete it.
 *
 *   floor http://127.0.0.1:PORT/ FILE UPLOADS
 *
 * Prints how many uploads succeeded and its peak resident memory in bytes. Ends when its input ends, so it cannot outlive who started it.
 * Built with -DWITH_TLS it speaks https as well, verifying against the authority that SSL_CERT_FILE names.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef WITH_TLS
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#endif

enum { WORKERS = 8, BLOCK = 256 << 10, PART = 16 << 20 };

typedef struct {
    int socket;
#ifdef WITH_TLS
    SSL *tls;
#endif
} connection;

static char host[64];
static int port, secure, file;
static off_t length;
static atomic_long next_part;
#ifdef WITH_TLS
static SSL_CTX *context;
#endif

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void open_connection(connection *c) {
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
    int on = 1;
    inet_pton(AF_INET, host, &address.sin_addr);
    c->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c->socket, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef WITH_TLS
    c->tls = NULL;
    if (secure) {
        c->tls = SSL_new(context);
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(c->tls), host);
        SSL_set_fd(c->tls, c->socket);
        if (SSL_connect(c->tls) != 1) fail("SSL_connect");
    }
#endif
}

static void close_connection(connection *c) {
#ifdef WITH_TLS
    if (c->tls) SSL_free(c->tls);
#endif
    close(c->socket);
}

static void send_all(connection *c, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent;
#ifdef WITH_TLS
        if (c->tls) sent = SSL_write(c->tls, bytes, (int)count);
        else
#endif
        sent = send(c->socket, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0) fail("send");
        bytes += sent;
        count -= sent;
    }
}

/* Reads one answer, head and body, and fails unless it is a 200. */
static void receive_answer(connection *c) {
    char answer[4096];
    size_t have = 0, want = sizeof answer;
    while (have < want) {
        ssize_t count;
#ifdef WITH_TLS
        if (c->tls) count = SSL_read(c->tls, answer + have, (int)(sizeof answer - 1 - have));
        else
#endif
        count = recv(c->socket, answer + have, sizeof answer - 1 - have, 0);
        if (count <= 0) fail("receive");
        have += count;
        answer[have] = 0;
        char *end = strstr(answer, "\r\n\r\n"), *body_length = strcasestr(answer, "Content-Length:");
        if (end) want = end + 4 - answer + (body_length ? strtoul(body_length + 15, NULL, 10) : 0);
    }
    if (strncmp(answer, "HTTP/1.1 200", 12) != 0) {
        fprintf(stderr, "refused: %.20s\n", answer);
        exit(1);
    }
}

static void ask(const char *query) {
    connection c;
    char head[256];
    int count = snprintf(head, sizeof head, "POST /bucket/object?%s HTTP/1.1\r\nHost: %s:%d\r\nContent-Length: 0\r\n\r\n", query, host, port);
    open_connection(&c);
    send_all(&c, head, count);
    receive_answer(&c);
    close_connection(&c);
}

static void *work(void *unused) {
    char *block = malloc(BLOCK);
    connection c;
    long part;
    open_connection(&c);
    while ((off_t)(part = atomic_fetch_add(&next_part, 1)) * PART < length) {
        off_t at = (off_t)part * PART, end = at + PART < length ? at + PART : length;
        char head[256];
        int count = snprintf(head, sizeof head, "PUT /bucket/object?partNumber=%ld&uploadId=upload HTTP/1.1\r\nHost: %s:%d\r\nContent-Length: %lld\r\n\r\n",
                             part + 1, host, port, (long long)(end - at));
        send_all(&c, head, count);
        while (at < end) {
            ssize_t got = pread(file, block, end - at < BLOCK ? end - at : BLOCK, at);
            if (got <= 0) fail("pread");
            send_all(&c, block, got);
            at += got;
        }
        receive_answer(&c);
    }
    close_connection(&c);
    free(block);
    return unused;
}

static void upload(void) {
    pthread_t workers[WORKERS];
    atomic_store(&next_part, 0);
    ask("uploads");
    for (int i = 0; i < WORKERS; i++) pthread_create(&workers[i], NULL, work, NULL);
    for (int i = 0; i < WORKERS; i++) pthread_join(workers[i], NULL);
    ask("uploadId=upload");
}

static void *end_with_input(void *unused) {
    char byte;
    if (read(STDIN_FILENO, &byte, 1) <= 0) _exit(1);
    return unused;
}

static long long peak_bytes(void) {
    char line[256];
    long long kibibytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status)) sscanf(line, "VmHWM: %lld", &kibibytes);
    return kibibytes << 10;
}

int main(int argc, char **argv) {
    char scheme[8];
    pthread_t watch;
    struct stat status;
    if (argc != 4 || sscanf(argv[1], "%7[a-z]://%63[^:]:%d", scheme, host, &port) != 3) {
        fprintf(stderr, "usage: floor http://127.0.0.1:PORT/ FILE UPLOADS\n");
        return 2;
    }
    secure = strcmp(scheme, "https") == 0;
#ifdef WITH_TLS
    context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_default_verify_paths(context);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
#else
    if (secure) {
        fprintf(stderr, "built without TLS\n");
        return 2;
    }
#endif
    signal(SIGPIPE, SIG_IGN);
    file = open(argv[2], O_RDONLY);
    if (file < 0 || fstat(file, &status) < 0) fail(argv[2]);
    length = status.st_size;
    pthread_create(&watch, NULL, end_with_input, NULL);
    int uploads = atoi(argv[3]);
    for (int i = 0; i < uploads; i++) upload();
    printf("%d %lld\n", uploads, peak_bytes());
    return 0;
}
