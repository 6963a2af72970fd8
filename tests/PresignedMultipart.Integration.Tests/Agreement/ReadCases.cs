using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>What is read of objects: docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html and …/API_HeadObject.html.</summary>
internal static class ReadCases
{
    public static IEnumerable<AgreementCase> All { get; } =
    [
        new("an object is read", "200, Content-Length: 9, ETag: \"25f9e794323b453885f5181f1b624d0b\", Accept-Ranges: bytes, 123456789",
            async s => await ReadAsync(s, "Content-Length", "ETag", "Accept-Ranges")),
        new("an object is looked at", "200, Content-Length: 9, ETag: \"25f9e794323b453885f5181f1b624d0b\", Accept-Ranges: bytes", async s =>
        {
            await s.PutAsync(S3Dialogue.NineBytes);
            return (await s.HeadAsync()).Say("Content-Length", "ETag", "Accept-Ranges");
        }),
        new("an object is read that is not there", "404 NoSuchKey", async s => (await s.GetAsync()).Say()),
        new("an object is looked at that is not there", "404 and no body", async s =>
            await s.HeadAsync() is { Body.Length: 0 } answer ? $"{answer.Outcome} and no body" : "a body"),
        new("an object is deleted that is not there", "204", async s => (await s.SendAsync("DELETE", [])).Say()),
        new("an object is deleted", "204, then 404", async s =>
        {
            await s.PutAsync(S3Dialogue.NineBytes);
            return $"{(await s.SendAsync("DELETE", [])).Say()}, then {(await s.HeadAsync()).Say()}";
        }),
        Range("the middle of an object is read", "bytes=2-4", "206, Content-Length: 3, Content-Range: bytes 2-4/9, 345"),
        Range("the end of an object is read", "bytes=7-", "206, Content-Length: 2, Content-Range: bytes 7-8/9, 89"),
        Range("the last bytes of an object are read", "bytes=-3", "206, Content-Length: 3, Content-Range: bytes 6-8/9, 789"),
        Range("more than an object has is read", "bytes=7-99", "206, Content-Length: 2, Content-Range: bytes 7-8/9, 89"),
        Range("a range is no range", "bytes=x", "200, Content-Length: 9, Content-Range: (none), 123456789"),
        new("an object is read behind its end", "416 InvalidRange", async s =>
        {
            await s.PutAsync(S3Dialogue.NineBytes);
            return (await s.GetAsync(("Range", "bytes=9-"))).Say();
        }),
        Condition("an object is read if it is not the one known", "If-None-Match", "\"25f9e794323b453885f5181f1b624d0b\"", "304"),
        Condition("an object is read if it is the one known", "If-Match", "\"d41d8cd98f00b204e9800998ecf8427e\"", "412 PreconditionFailed"),
        new("an object is read with another type", "200, Content-Type: text/x-other", async s =>
        {
            await s.PutAsync(S3Dialogue.NineBytes);
            return (await s.SendAsync("GET", [("response-content-type", "text/x-other")])).Say("Content-Type");
        }),
        new("a part of an object is looked at", "206, Content-Length: 9, x-amz-mp-parts-count: 2", async s =>
        {
            (string uploadId, var parts) = await s.UploadAsync(S3Dialogue.SmallestPart, S3Dialogue.NineBytes);
            await s.CompleteAsync(uploadId, parts);
            return (await s.SendAsync("HEAD", [("partNumber", "2")])).Say("Content-Length", "x-amz-mp-parts-count");
        }),
    ];

    private static AgreementCase Range(string name, string range, string documented) =>
        new(name, documented, s => ReadAsync(s, ["Content-Length", "Content-Range"], ("Range", range)));

    private static AgreementCase Condition(string name, string header, string value, string documented) => new(name, documented, async s =>
    {
        await s.PutAsync(S3Dialogue.NineBytes);
        return (await s.GetAsync((header, value))).Say();
    });

    private static Task<string> ReadAsync(S3Dialogue s, params string[] headers) => ReadAsync(s, headers, []);

    private static async Task<string> ReadAsync(S3Dialogue s, string[] shown, params (string Name, string Value)[] sent)
    {
        await s.PutAsync(S3Dialogue.NineBytes);
        Answer answer = await s.GetAsync(sent);
        return answer.Status < 300 ? $"{answer.Say(shown)}, {answer.Text}" : answer.Say();
    }
}
