namespace PresignedMultipart.S3.Tests.Support;

internal static class Targets
{
    public static byte[] CustomerKey { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static UploadTarget WithEverything(ServerSideEncryption? encryption = null) => new("bucket", "key.mp4")
    {
        ContentType = "text/plain;charset=utf-8",
        ContentDisposition = "attachment; filename=\"a b.txt\"",
        ContentEncoding = "gzip",
        ContentLanguage = "de",
        CacheControl = "max-age=60, no-transform",
        Metadata = new Dictionary<string, string> { ["Plain-Name"] = "plain value", ["city"] = "Zürich" },
        Tags = new Dictionary<string, string> { ["project"] = "a b", ["k&y"] = "v=lue" },
        StorageClass = "STANDARD_IA",
        Acl = "bucket-owner-full-control",
        Encryption = encryption,
    };

    /// <summary>What <see cref="WithEverything"/> is in headers.</summary>
    public static IReadOnlyDictionary<string, string> ExpectedHeaders { get; } = new Dictionary<string, string>
    {
        ["Content-Type"] = "text/plain; charset=utf-8",
        ["Content-Disposition"] = "attachment; filename=\"a b.txt\"",
        ["Content-Encoding"] = "gzip",
        ["Content-Language"] = "de",
        ["Cache-Control"] = "max-age=60, no-transform",
        ["x-amz-meta-plain-name"] = "plain value",
        ["x-amz-meta-city"] = "=?UTF-8?B?WsO8cmljaA==?=",
        ["x-amz-tagging"] = "project=a%20b&k%26y=v%3Dlue",
        ["x-amz-storage-class"] = "STANDARD_IA",
        ["x-amz-acl"] = "bucket-owner-full-control",
    };

    /// <summary>Keys that clients, proxies and signers trip over.</summary>
    public static TheoryData<string> DifficultKeys { get; } =
    [
        "sp ace", "a+b", "100%25 %zz", "q?x=1&y=2#f", "'*()!~\"quoted\"", "ünïcode/日本語/😀", "=;:@,$[]{}|\\^`<>", "a//b", "trailing/", "tab\tnew\nline",
        ".", "..", "a/../b", "a/./b", "../up", "a/..", "/leading", "//two", "/", "/../x", new string('k', 1024), string.Concat(Enumerable.Repeat("é", 512)),
    ];
}
