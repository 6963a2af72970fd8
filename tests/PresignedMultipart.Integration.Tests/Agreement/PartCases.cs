using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>Creating an upload, sending its parts, giving it up: docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html and its neighbours.</summary>
internal static class PartCases
{
    private const string Unknown = "VXBsb2FkIElEIGZvciA2aWWpbmcncyBteS1tb3ZpZS5tMnRzIHVwbG9hZA";

    public static IEnumerable<AgreementCase> All { get; } =
    [
        new("an upload is created", "200, its bucket, its key, an id", async s =>
        {
            var answer = await s.CreateAsync();
            return answer.Status != 200 ? answer.Say()
                : $"200, {(answer.Element("Bucket") == s.Bucket ? "its" : "another")} bucket, {(answer.Element("Key") == s.Key ? "its" : "another")} key, " +
                  $"{(answer.Element("UploadId") is { Length: > 0 } ? "an" : "no")} id";
        }),
        new("a part is put", "200, ETag: \"25f9e794323b453885f5181f1b624d0b\"", async s =>
            (await s.PutPartAsync(await s.UploadIdAsync(), 1, S3Dialogue.NineBytes)).Say("ETag")),
        new("a part of no bytes is put", "200, ETag: \"d41d8cd98f00b204e9800998ecf8427e\"", async s => (await s.PutPartAsync(await s.UploadIdAsync(), 1, [])).Say("ETag")),
        Number("0", "400 InvalidArgument"),
        Number("10000", "200"),
        Number("10001", "400 InvalidArgument"),
        Number("-1", "400 InvalidArgument"),
        Number("x", "400 InvalidArgument"),
        new("a part has no number", "400 InvalidArgument", async s => (await s.SendAsync("PUT", [("uploadId", await s.UploadIdAsync())], S3Dialogue.NineBytes)).Say()),
        new("a part is of an upload that never was", "404 NoSuchUpload", async s => (await s.PutPartAsync(Unknown, 1, S3Dialogue.NineBytes)).Say()),
        new("a part is of another key's upload", "404 NoSuchUpload", async s =>
            (await s.SendAsync("PUT", s.Key + "-other", [("partNumber", "1"), ("uploadId", await s.UploadIdAsync())], S3Dialogue.NineBytes)).Say()),
        new("a part is of an upload that was aborted", "404 NoSuchUpload", async s =>
        {
            string uploadId = await s.UploadIdAsync();
            await s.AbortAsync(uploadId);
            return (await s.PutPartAsync(uploadId, 1, S3Dialogue.NineBytes)).Say();
        }),
        new("a part is of an upload that was completed", "404 NoSuchUpload", async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync(S3Dialogue.NineBytes);
            await s.CompleteAsync(uploadId, parts);
            return (await s.PutPartAsync(uploadId, 2, S3Dialogue.NineBytes)).Say();
        }),
        new("a part has a wrong Content-MD5", "400 BadDigest, then none is listed", async s =>
        {
            string uploadId = await s.UploadIdAsync();
            var answer = await s.PutPartAsync(uploadId, 1, S3Dialogue.NineBytes, ("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="));
            return $"{answer.Say()}, then {((await s.ListPartsAsync(uploadId)).Element("PartNumber") is null ? "none is listed" : "it is listed")}";
        }),
        new("a part has a Content-MD5 that is none", "400 InvalidDigest", async s =>
            (await s.PutPartAsync(await s.UploadIdAsync(), 1, S3Dialogue.NineBytes, ("Content-MD5", "x"))).Say()),
        new("a part has a wrong CRC-32C", "400 BadDigest", async s => (await s.PutPartAsync(
            await s.UploadIdAsync(("x-amz-checksum-algorithm", "CRC32C")), 1, S3Dialogue.NineBytes,
            ("x-amz-checksum-crc32c", "AAAAAA=="), ("x-amz-sdk-checksum-algorithm", "CRC32C"))).Say()),
        new("a part has the right CRC-32C", "200, x-amz-checksum-crc32c: 4waSgw==", async s => (await s.PutPartAsync(
            await s.UploadIdAsync(("x-amz-checksum-algorithm", "CRC32C")), 1, S3Dialogue.NineBytes,
            ("x-amz-checksum-crc32c", "4waSgw=="), ("x-amz-sdk-checksum-algorithm", "CRC32C"))).Say("x-amz-checksum-crc32c")),
        new("a part has a wrong CRC-64/NVME", "400 BadDigest", async s =>
            (await PutSummedAsync(s, ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="), ("x-amz-sdk-checksum-algorithm", "CRC64NVME"))).Say()),
        new("a part has a wrong CRC-64/NVME and does not name it", "400 BadDigest", async s => (await PutSummedAsync(s, ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="))).Say()),
        new("a part has the right CRC-64/NVME", "200, x-amz-checksum-crc64nvme: rosUhgp5mIg=", async s =>
            (await PutSummedAsync(s, ("x-amz-checksum-crc64nvme", "rosUhgp5mIg="), ("x-amz-sdk-checksum-algorithm", "CRC64NVME"))).Say("x-amz-checksum-crc64nvme")),
        new("a part has no CRC-64/NVME and its upload is of them", "200, x-amz-checksum-crc64nvme: rosUhgp5mIg=", async s => (await PutSummedAsync(s)).Say("x-amz-checksum-crc64nvme")),
        new("a part has another algorithm than its upload", "400 InvalidRequest", async s => (await s.PutPartAsync(
            await s.UploadIdAsync(("x-amz-checksum-algorithm", "CRC32C")), 1, S3Dialogue.NineBytes,
            ("x-amz-checksum-crc32", "y/Q5Jg=="), ("x-amz-sdk-checksum-algorithm", "CRC32"))).Say()),
        new("an upload has an algorithm that there is not", "400 InvalidRequest", async s => (await s.CreateAsync(("x-amz-checksum-algorithm", "CRC7"))).Say()),
        new("an upload has a storage class that there is not", "400 InvalidStorageClass", async s => (await s.CreateAsync(("x-amz-storage-class", "NOWHERE"))).Say()),
        new("an upload is aborted twice", "204, then 404 NoSuchUpload", async s =>
        {
            (string uploadId, _) = await s.UploadAsync(S3Dialogue.NineBytes);
            return $"{(await s.AbortAsync(uploadId)).Say()}, then {(await s.AbortAsync(uploadId)).Say()}";
        }),
        new("an upload is aborted that never was", "404 NoSuchUpload", async s => (await s.AbortAsync(Unknown)).Say()),
    ];

    private static async Task<Answer> PutSummedAsync(S3Dialogue s, params (string Name, string Value)[] headers) =>
        await s.PutPartAsync(await s.UploadIdAsync(("x-amz-checksum-algorithm", "CRC64NVME")), 1, S3Dialogue.NineBytes, headers);

    private static AgreementCase Number(string number, string documented) => new($"a part has the number {number}", documented, async s =>
        (await s.SendAsync("PUT", [("partNumber", number), ("uploadId", await s.UploadIdAsync())], S3Dialogue.NineBytes)).Say());
}
