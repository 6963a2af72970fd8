namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>Objects that come in one PUT: docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html.</summary>
internal static class PutCases
{
    private static readonly (string Name, string Value)[] Attributes =
    [
        ("Content-Type", "text/csv"), ("Content-Language", "de"), ("Content-Encoding", "gzip"), ("Content-Disposition", "attachment; filename=\"a.csv\""),
        ("Cache-Control", "max-age=60"), ("x-amz-meta-colour", "blue"),
    ];

    private static readonly string[] AttributeNames = [.. Attributes.Select(a => a.Name)];

    private const string AttributesKept =
        "200, Content-Type: text/csv, Content-Language: de, Content-Encoding: gzip, Content-Disposition: attachment; filename=\"a.csv\", " +
        "Cache-Control: max-age=60, x-amz-meta-colour: blue";

    private const string ETag = "\"25f9e794323b453885f5181f1b624d0b\"";

    public static IEnumerable<AgreementCase> All { get; } =
    [
        new("an object is put", $"200, ETag: {ETag}", async s => (await s.PutAsync(S3Dialogue.NineBytes)).Say("ETag")),
        new("an object of no bytes is put", "200, ETag: \"d41d8cd98f00b204e9800998ecf8427e\"", async s => (await s.PutAsync([])).Say("ETag")),
        new("an object has headers of its own", AttributesKept, async s =>
        {
            await s.PutAsync(S3Dialogue.NineBytes, Attributes);
            return (await s.HeadAsync()).Say(AttributeNames);
        }),
        new("an object in parts has headers of its own", AttributesKept, async s =>
        {
            string uploadId = await s.UploadIdAsync(Attributes);
            string eTag = (await s.PutPartAsync(uploadId, 1, S3Dialogue.NineBytes)).ETag!;
            await s.CompleteAsync(uploadId, [(1, eTag)]);
            return (await s.HeadAsync()).Say(AttributeNames);
        }),
        new("a put has the right Content-MD5", "200", async s => (await s.PutAsync(S3Dialogue.NineBytes, ("Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="))).Say()),
        new("a put has a wrong Content-MD5", "400 BadDigest, then 404", async s =>
            $"{(await s.PutAsync(S3Dialogue.NineBytes, ("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="))).Say()}, then {(await s.HeadAsync()).Say()}"),
        new("a put has a Content-MD5 that is none", "400 InvalidDigest", async s => (await s.PutAsync(S3Dialogue.NineBytes, ("Content-MD5", "x"))).Say()),
        new("a put has a wrong Content-MD5 that is not signed", "403 AccessDenied",
            async s => (await s.SendAsync("PUT", s.Sign("PUT"), S3Dialogue.NineBytes, ("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="))).Say()),
        new("a put has the right CRC-32", "200, x-amz-checksum-crc32: y/Q5Jg==", async s => (await s.PutAsync(
            S3Dialogue.NineBytes, ("x-amz-checksum-crc32", "y/Q5Jg=="), ("x-amz-sdk-checksum-algorithm", "CRC32"))).Say("x-amz-checksum-crc32")),
        new("a put has a wrong CRC-32", "400 BadDigest, then 404", async s =>
            $"{(await s.PutAsync(S3Dialogue.NineBytes, ("x-amz-checksum-crc32", "AAAAAA=="), ("x-amz-sdk-checksum-algorithm", "CRC32"))).Say()}, then {(await s.HeadAsync()).Say()}"),
        new("a put has a wrong CRC-32 and does not name it", "400 BadDigest", async s =>
            (await s.PutAsync(S3Dialogue.NineBytes, ("x-amz-checksum-crc32", "AAAAAA=="))).Say()),
        new("a put has a wrong SHA-256", "400 BadDigest", async s => (await s.PutAsync(
            S3Dialogue.NineBytes, ("x-amz-checksum-sha256", Convert.ToBase64String(new byte[32])), ("x-amz-sdk-checksum-algorithm", "SHA256"))).Say()),
        new("a put has a checksum that is too short", "400 InvalidRequest", async s => (await s.PutAsync(
            S3Dialogue.NineBytes, ("x-amz-checksum-crc32", "AAAA"), ("x-amz-sdk-checksum-algorithm", "CRC32"))).Say()),
        new("a put has two checksums", "400 InvalidRequest", async s => (await s.PutAsync(
            S3Dialogue.NineBytes, ("x-amz-checksum-crc32", "y/Q5Jg=="), ("x-amz-checksum-crc32c", "4waSgw=="))).Say()),
        new("a put is to replace none and none is there", "200", async s => (await s.PutAsync(S3Dialogue.NineBytes, ("If-None-Match", "*"))).Say()),
        new("a put is to replace none and one is there", "412 PreconditionFailed", async s =>
        {
            await s.PutAsync(S3Dialogue.NineBytes);
            return (await s.PutAsync([1], ("If-None-Match", "*"))).Say();
        }),
        new("a put is to replace this object", "200", async s =>
        {
            await s.PutAsync(S3Dialogue.NineBytes);
            return (await s.PutAsync([1], ("If-Match", ETag))).Say();
        }),
        new("a put is to replace another object", "412 PreconditionFailed", async s =>
        {
            await s.PutAsync(S3Dialogue.NineBytes);
            return (await s.PutAsync([1], ("If-Match", "\"d41d8cd98f00b204e9800998ecf8427e\""))).Say();
        }),
        new("a put is to replace an object that is not there", "404 NoSuchKey", async s => (await s.PutAsync([1], ("If-Match", ETag))).Say()),
        new("a key has 1024 bytes", "200", async s => (await s.SendAsync("PUT", new string('k', 1024), [], S3Dialogue.NineBytes)).Say()),
        new("a key has 1025 bytes", "400 KeyTooLongError", async s => (await s.SendAsync("PUT", new string('k', 1025), [], S3Dialogue.NineBytes)).Say()),
        new("metadata has more than 2 KB", "400 MetadataTooLarge",
            async s => (await s.PutAsync(S3Dialogue.NineBytes, ("x-amz-meta-a", new string('a', 2_100)))).Say()),
        new("tags are too many", "400 BadRequest",
            async s => (await s.PutAsync(S3Dialogue.NineBytes, ("x-amz-tagging", string.Join('&', Enumerable.Range(1, 11).Select(i => $"a{i}=b"))))).Say()),
    ];
}
