using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>Joining parts: docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html.</summary>
internal static class CompletionCases
{
    private static readonly byte[] First = S3Dialogue.SmallestPart;
    private static readonly byte[] Last = S3Dialogue.NineBytes;

    // The MD5 of both parts' MD5s, as no server's answer is to be believed.
    private const string ETag = "\"9591ad92191f78d27c762970a3d6c5a9-2\"";

    public static IEnumerable<AgreementCase> All { get; } =
    [
        new("parts are completed", $"200, ETag: {ETag}, its bucket, its key, then 200, Content-Length: 1033, ETag: {ETag}", async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync(First, Last);
            Answer answer = await s.CompleteAsync(uploadId, parts);
            string names = $"{(answer.Element("Bucket") == s.Bucket ? "its" : "another")} bucket, {(answer.Element("Key") == s.Key ? "its" : "another")} key";
            return $"{answer.SayElements("ETag")}, {names}, then {(await s.HeadAsync()).Say("Content-Length", "ETag")}";
        }),
        Completion("no part is completed", "400 MalformedXML", _ => []),
        Completion("a part is completed with another's ETag", "400 InvalidPart", p => [p[0], (2, p[0].ETag)]),
        Completion("a part is completed that was not sent", "400 InvalidPart", p => [.. p, (3, p[0].ETag)]),
        Completion("parts are completed in another order", "400 InvalidPartOrder", p => [p[1], p[0]]),
        Completion("a part is completed twice", "400 InvalidPartOrder", p => [p[0], p[0], p[1]]),
        Completion("parts are completed with bare ETags", "200", p => p.Select(part => (part.Number, part.ETag.Trim('"')))),
        Completion("not all parts are completed", "200", p => [p[1]]),
        Completion("parts are completed with the object size", "200", p => p, ("x-amz-mp-object-size", "1033")),
        Completion("parts are completed with a wrong object size", "400 InvalidRequest", p => p, ("x-amz-mp-object-size", "1034")),
        Completion(
            "parts are completed with a wrong checksum", "400 BadDigest", p => p, ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="), ("x-amz-checksum-type", "FULL_OBJECT")),
        new("a part but the last is too small", "400 EntityTooSmall, then 200, PartNumber: 1 2", async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync(Last, Last);
            return $"{(await s.CompleteAsync(uploadId, parts)).Say()}, then {(await s.ListPartsAsync(uploadId)).SayElements("PartNumber")}";
        }),
        new("a part of no bytes is completed", "200, ETag: \"59adb24ef3cdbe0297f05b395827453f-1\"", async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync([[]]);
            return (await s.CompleteAsync(uploadId, parts)).SayElements("ETag");
        }),
        new("parts have numbers with gaps", "200", async s =>
        {
            string uploadId = await s.UploadIdAsync();
            string first = (await s.PutPartAsync(uploadId, 7, First)).ETag!;
            string last = (await s.PutPartAsync(uploadId, 10_000, Last)).ETag!;
            return (await s.CompleteAsync(uploadId, [(7, first), (10_000, last)])).Say();
        }),
        new("a part sent twice is completed as first sent", "400 InvalidPart", async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync(First);
            await s.PutPartAsync(uploadId, 1, Last);
            return (await s.CompleteAsync(uploadId, parts)).Say();
        }),
        new("a completion is not XML", "400 MalformedXML", async s =>
            (await s.CompleteAsync((await s.UploadAsync(Last)).UploadId, "<CompleteMultipartUpload><Part>")).Say()),
        new("a completion is other XML", "400 MalformedXML", async s =>
            (await s.CompleteAsync((await s.UploadAsync(Last)).UploadId, "<Other/>")).Say()),
        new("a completion has no body", "400 InvalidRequest", async s =>
            (await s.CompleteAsync((await s.UploadAsync(Last)).UploadId, "")).Say()),
        new("a part is completed without an ETag", "400 MalformedXML", async s => (await s.CompleteAsync(
            (await s.UploadAsync(Last)).UploadId, "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>")).Say()),
        new("an upload is completed twice", "200, then 200", async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync(Last);
            return $"{(await s.CompleteAsync(uploadId, parts)).Say()}, then {(await s.CompleteAsync(uploadId, parts)).Say()}";
        }),
        new("an upload is completed again without its object", "404 NoSuchUpload", async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync(Last);
            await s.CompleteAsync(uploadId, parts);
            await s.SendAsync("DELETE", []);
            return (await s.CompleteAsync(uploadId, parts)).Say();
        }),
        new("an upload is completed that was aborted", "404 NoSuchUpload", async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync(Last);
            await s.AbortAsync(uploadId);
            return (await s.CompleteAsync(uploadId, parts)).Say();
        }),
        new("a completion is to replace none and one is there", "412 PreconditionFailed, then its part is listed", async s =>
        {
            await s.PutAsync(Last);
            (string uploadId, var parts) = await s.UploadAsync(Last);
            string answer = (await s.CompleteAsync(uploadId, parts, ("If-None-Match", "*"))).Say();
            return $"{answer}, then {((await s.ListPartsAsync(uploadId)).Element("PartNumber") == "1" ? "its part is listed" : "its part is not listed")}";
        }),
    ];

    private static AgreementCase Completion(
        string name, string documented, Func<(int Number, string ETag)[], IEnumerable<(int, string)>> listed, params (string Name, string Value)[] headers) =>
        new(name, documented, async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync(First, Last);
            return (await s.CompleteAsync(uploadId, listed(parts), headers)).Say();
        });
}
