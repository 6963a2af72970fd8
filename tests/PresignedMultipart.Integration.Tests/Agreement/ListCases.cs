using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>What is stored of uploads in progress: docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html and …/API_ListMultipartUploads.html.</summary>
internal static class ListCases
{
    public static IEnumerable<AgreementCase> All { get; } =
    [
        new(
            "parts are listed",
            "200, PartNumber: 1 2, Size: 1024 9, IsTruncated: false, ETag: \"0f343b0931126a20f133d67c2b018a3b\" \"25f9e794323b453885f5181f1b624d0b\"",
            async s => (await s.ListPartsAsync((await s.UploadAsync(S3Dialogue.SmallestPart, S3Dialogue.NineBytes)).UploadId)).SayElements("PartNumber", "Size", "IsTruncated", "ETag")),
        new("no part is listed", "200, PartNumber: , IsTruncated: false", async s => (await s.ListPartsAsync(await s.UploadIdAsync())).SayElements("PartNumber", "IsTruncated")),
        new(
            "parts are listed by the page",
            "200, PartNumber: 1 2, MaxParts: 2, NextPartNumberMarker: 2, IsTruncated: true, then 200, PartNumber: 3, PartNumberMarker: 2, IsTruncated: false",
            async s =>
            {
                (string uploadId, _) = await s.UploadAsync([1], [2], [3]);
                Answer first = await s.ListPartsAsync(uploadId, ("max-parts", "2"));
                Answer second = await s.ListPartsAsync(uploadId, ("max-parts", "2"), ("part-number-marker", "2"));
                return $"{first.SayElements("PartNumber", "MaxParts", "NextPartNumberMarker", "IsTruncated")}, " +
                       $"then {second.SayElements("PartNumber", "PartNumberMarker", "IsTruncated")}";
            }),
        new("parts are listed by pages of no number", "400 InvalidArgument", async s => (await s.ListPartsAsync(await s.UploadIdAsync(), ("max-parts", "x"))).Say()),
        new("parts are listed by pages of less than none", "400 InvalidArgument", async s => (await s.ListPartsAsync(await s.UploadIdAsync(), ("max-parts", "-1"))).Say()),
        new("parts are listed behind the last", "200, PartNumber: , IsTruncated: false", async s =>
            (await s.ListPartsAsync((await s.UploadAsync([1])).UploadId, ("part-number-marker", "5"))).SayElements("PartNumber", "IsTruncated")),
        new("parts are listed of an upload that was aborted", "404 NoSuchUpload", async s =>
        {
            (string uploadId, _) = await s.UploadAsync([1]);
            await s.AbortAsync(uploadId);
            return (await s.ListPartsAsync(uploadId)).Say();
        }),
        new("parts are listed with their checksums", "200, ChecksumAlgorithm: CRC32C, ChecksumCRC32C: 4waSgw==", async s =>
        {
            string uploadId = await s.UploadIdAsync(("x-amz-checksum-algorithm", "CRC32C"));
            await s.PutPartAsync(uploadId, 1, S3Dialogue.NineBytes, ("x-amz-checksum-crc32c", "4waSgw=="), ("x-amz-sdk-checksum-algorithm", "CRC32C"));
            return (await s.ListPartsAsync(uploadId)).SayElements("ChecksumAlgorithm", "ChecksumCRC32C");
        }),
        new("uploads are listed by the page", "200, a b, IsTruncated: true, then 200, c, IsTruncated: false", async s =>
        {
            foreach (string name in new[] { "c", "a", "b" })
            {
                await s.SendAsync("POST", s.Key + name, [("uploads", "")]);
            }

            Answer first = await ListUploadsAsync(s, ("max-uploads", "2"));
            Answer second = await ListUploadsAsync(
                s, ("max-uploads", "2"), ("key-marker", first.Element("NextKeyMarker") ?? ""), ("upload-id-marker", first.Element("NextUploadIdMarker") ?? ""));
            return $"{SayUploads(s, first)}, then {SayUploads(s, second)}";
        }),
        new("uploads are listed by a common beginning", "200, Prefix of all: a/", async s =>
        {
            await s.SendAsync("POST", s.Key + "a/1", [("uploads", "")]);
            await s.SendAsync("POST", s.Key + "a/2", [("uploads", "")]);
            Answer answer = await ListUploadsAsync(s, ("delimiter", "/"));
            var prefixes = answer.Xml.Descendants().Where(e => e.Name.LocalName == "CommonPrefixes").Select(e => e.Value[s.Key.Length..]);
            return $"{answer.Outcome}, Prefix of all: {string.Join(' ', prefixes)}";
        }),
        new("uploads are listed with keys in code", "200, a%20%2B%C3%BC", async s =>
        {
            await s.SendAsync("POST", s.Key + "a +ü", [("uploads", "")]);
            return SayUploads(s, await ListUploadsAsync(s, ("encoding-type", "url"))).Split(", IsTruncated")[0];
        }),
        new("uploads are listed by pages of no number", "400 InvalidArgument", async s => (await ListUploadsAsync(s, ("max-uploads", "x"))).Say()),
    ];

    private static Task<Answer> ListUploadsAsync(S3Dialogue s, params (string Name, string Value)[] query) =>
        s.SendAsync("GET", otherKey: null, [("uploads", ""), ("prefix", s.Key), .. query]);

    private static string SayUploads(S3Dialogue s, Answer answer)
    {
        var keys = answer.Xml.Descendants().Where(e => e.Name.LocalName == "Upload").SelectMany(e => e.Elements()).Where(e => e.Name.LocalName == "Key");
        return $"{answer.Outcome}, {string.Join(' ', keys.Select(k => k.Value[s.Key.Length..]))}, IsTruncated: {answer.Element("IsTruncated")}";
    }
}
