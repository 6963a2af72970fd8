using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

public sealed class ObjectTests
{
    private static readonly byte[] _body = Bytes.Random(200_000);

    [Theory]
    [InlineData("bytes=0-0", 206, 0, 1)]
    [InlineData("bytes=65530-65549", 206, 65_530, 20)]
    [InlineData("bytes=199990-", 206, 199_990, 10)]
    [InlineData("bytes=199990-999999", 206, 199_990, 10)]
    [InlineData("bytes=-7", 206, 199_993, 7)]
    [InlineData("bytes=5-2", 200, 0, 200_000)]
    [InlineData("bytes=0-1,5-6", 200, 0, 200_000)]
    [InlineData("lines=1-2", 200, 0, 200_000)]
    public async Task A_range_gives_its_bytes_and_nonsense_gives_all(string range, int status, int offset, int length)
    {
        await using Rig rig = await Rig.StartAsync();
        await rig.SendAsync("PUT", "key", _body);

        Answer got = await rig.Http.SendAsync("GET", rig.Signer.Presign("GET", Rig.Bucket, "key"), null, ("Range", range));

        Assert.Equal(status, got.Status);
        Assert.Equal(_body[offset..(offset + length)], got.Body);
        Assert.Equal(status == 206 ? $"bytes {offset}-{offset + length - 1}/200000" : null, got.Header("Content-Range"));
    }

    [Fact]
    public async Task A_range_behind_the_end_is_refused_with_the_length()
    {
        await using Rig rig = await Rig.StartAsync();
        await rig.SendAsync("PUT", "key", _body);

        Answer got = await rig.Http.SendAsync("GET", rig.Signer.Presign("GET", Rig.Bucket, "key"), null, ("Range", "bytes=200000-"));

        Assert.Equal("416 InvalidRange", got.Outcome);
        Assert.Equal("200000", got.Element("ActualObjectSize"));
    }

    [Fact]
    public async Task A_part_of_a_multipart_object_can_be_read_by_its_number()
    {
        await using Rig rig = await Rig.StartAsync();
        (string id, var parts) = await rig.UploadAsync([1, 2], [3], [4, 5, 6]);
        await rig.CompleteAsync(id, parts);

        Answer got = await rig.SendAsync("GET", "key", query: [("partNumber", "3")]);
        Answer head = await rig.SendAsync("HEAD", "key", query: [("partNumber", "2")]);

        Assert.Equal((byte[])[4, 5, 6], got.Body);
        Assert.Equal(206, got.Status);
        Assert.Equal("3", got.Header("x-amz-mp-parts-count"));
        Assert.Equal("1", head.Header("Content-Length"));
    }

    [Fact]
    public async Task A_head_has_the_headers_and_no_body()
    {
        await using Rig rig = await Rig.StartAsync();
        Answer put = await rig.SendAsync("PUT", "key", _body, null, ("Expires", "Thu, 01 Dec 2027 16:00:00 GMT"));

        Answer head = await rig.SendAsync("HEAD", "key");

        Assert.Equal("200000", head.Header("Content-Length"));
        Assert.Equal(put.ETag, head.ETag);
        Assert.Equal("binary/octet-stream", head.Header("Content-Type"));
        Assert.Equal("Thu, 01 Dec 2027 16:00:00 GMT", head.Header("Expires"));
        Assert.Equal("Sun, 22 Nov 2026 06:32:00 GMT", head.Header("Last-Modified"));
        Assert.Empty(head.Body);
        Assert.Equal(404, (await rig.SendAsync("HEAD", "missing")).Status);
    }

    [Fact]
    public async Task A_signed_url_can_put_other_headers_into_the_answer()
    {
        await using Rig rig = await Rig.StartAsync();
        await rig.SendAsync("PUT", "key", [1]);

        Answer got = await rig.SendAsync("GET", "key", query: [("response-content-disposition", "attachment; filename=x"), ("response-content-type", "a/b")]);

        Assert.Equal("attachment; filename=x", got.Header("Content-Disposition"));
        Assert.Equal("a/b", got.Header("Content-Type"));
    }

    [Fact]
    public async Task Writes_hold_to_their_conditions()
    {
        await using Rig rig = await Rig.StartAsync();

        Answer created = await rig.SendAsync("PUT", "key", [1], null, ("If-None-Match", "*"));
        Answer again = await rig.SendAsync("PUT", "key", [2], null, ("If-None-Match", "*"));
        Answer matching = await rig.SendAsync("PUT", "key", [3], null, ("If-Match", created.ETag!));
        Answer stale = await rig.SendAsync("PUT", "key", [4], null, ("If-Match", created.ETag!));
        Answer missing = await rig.SendAsync("PUT", "other", [5], null, ("If-Match", created.ETag!));
        (string id, var parts) = await rig.UploadAsync([6]);
        Answer complete = await rig.CompleteAsync(id, parts, headers: ("If-None-Match", "*"));
        Answer replace = await rig.CompleteAsync(id, parts, headers: ("If-Match", matching.ETag!));

        Assert.Equal("200", created.Outcome);
        Assert.Equal("412 PreconditionFailed", again.Outcome);
        Assert.Equal("200", matching.Outcome);
        Assert.Equal("412 PreconditionFailed", stale.Outcome);
        Assert.Equal("404 NoSuchKey", missing.Outcome);
        Assert.Equal("412 PreconditionFailed", complete.Outcome);
        Assert.Equal("200", replace.Outcome);
        Assert.Equal((byte[])[6], Bytes.All(Assert.Single(rig.S3.Objects)));
    }

    [Fact]
    public async Task Reads_hold_to_their_conditions()
    {
        await using Rig rig = await Rig.StartAsync();
        string etag = (await rig.SendAsync("PUT", "key", [1])).ETag!;

        Assert.Equal(304, (await GetAsync("If-None-Match", etag)).Status);
        Assert.Equal(200, (await GetAsync("If-None-Match", "\"other\"")).Status);
        Assert.Equal(412, (await GetAsync("If-Match", "\"other\"")).Status);
        Assert.Equal(304, (await GetAsync("If-Modified-Since", "Sun, 22 Nov 2026 06:32:00 GMT")).Status);
        Assert.Equal(412, (await GetAsync("If-Unmodified-Since", "Sun, 22 Nov 2026 06:31:59 GMT")).Status);

        Task<Answer> GetAsync(string name, string value) =>
            rig.Http.SendAsync("GET", rig.Signer.Presign("GET", Rig.Bucket, "key"), null, (name, value));
    }

    [Fact]
    public async Task A_customers_key_must_come_with_every_part_and_every_read()
    {
        await using Rig rig = await Rig.StartAsync();
        (string, string)[] key = CustomerKey(1), other = CustomerKey(2);
        string id = await rig.CreateUploadAsync("key", key);
        Answer part = await rig.UploadPartAsync(id, 1, _body, "key", key);
        Answer without = await rig.UploadPartAsync(id, 2, _body);
        Answer withOther = await rig.UploadPartAsync(id, 2, _body, "key", other);
        Answer completed = await rig.CompleteAsync(id, [(1, part.ETag!)]);

        Assert.Equal("400 InvalidRequest", without.Outcome);
        Assert.Equal("403 AccessDenied", withOther.Outcome);
        Assert.Equal("200", completed.Outcome);
        Assert.Equal(key[2].Item2, part.Header("x-amz-server-side-encryption-customer-key-MD5"));
        Assert.Equal(_body, (await rig.SendAsync("GET", "key", null, null, key)).Body);
        Assert.Equal("400 InvalidRequest", (await rig.SendAsync("GET", "key")).Outcome);
        Assert.Equal("403 AccessDenied", (await rig.SendAsync("GET", "key", null, null, other)).Outcome);
        Assert.Equal("400 InvalidRequest", (await rig.SendAsync("PUT", "key", [1], null, [key[0], key[1], other[2]])).Outcome);
        Assert.DoesNotContain(rig.S3.Requests, r => r.Headers.Values.Contains(key[1].Item2));
        Assert.Equal("SSE-C", rig.S3.FindObject(Rig.Bucket, "key")!.Encryption);
    }

    [Fact]
    public async Task Objects_are_listed_in_pages_in_the_order_of_their_bytes()
    {
        await using Rig rig = await Rig.StartAsync();
        foreach (string key in (string[])["b", "a/2", "a/1", "\uFF5E", "🙂", "c/x/y"])
        {
            await rig.SendAsync("PUT", key, [1]);
        }

        Answer all = await ListAsync();
        Answer first = await ListAsync(("delimiter", "/"), ("max-keys", "2"));
        Answer second = await ListAsync(("delimiter", "/"), ("continuation-token", first.Element("NextContinuationToken")!), ("encoding-type", "url"));
        Answer prefixed = await ListAsync(("prefix", "a/"), ("start-after", "a/1"));

        Assert.Equal(["a/1", "a/2", "b", "c/x/y", "\uFF5E", "🙂"], Names(all, "Key"));
        Assert.Equal(["a/"], first.Xml.Elements().Where(e => e.Name.LocalName == "CommonPrefixes").Select(e => e.Value));
        Assert.Equal(["b"], Names(first, "Key"));
        Assert.Equal(["%EF%BD%9E", "%F0%9F%99%82"], Names(second, "Key"));
        Assert.Equal("false", second.Element("IsTruncated"));
        Assert.Equal(["a/2"], Names(prefixed, "Key"));

        Task<Answer> ListAsync(params (string, string)[] query) => rig.SendAsync("GET", null, query: [("list-type", "2"), .. query]);
        static IEnumerable<string> Names(Answer answer, string name) =>
            answer.Xml.Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_refused_before_the_body()
    {
        await using Rig rig = await Rig.StartAsync();
        string tooLong = new('é', 513);

        Assert.Equal("400 KeyTooLongError", (await rig.SendAsync("PUT", tooLong, [1])).Outcome);
        Assert.Equal("400 KeyTooLongError", (await rig.SendAsync("POST", tooLong, query: [("uploads", "")])).Outcome);
        Assert.Equal("400 MetadataTooLarge", (await rig.SendAsync("PUT", "key", [1], null, ("x-amz-meta-a", new string('x', 2048)))).Outcome);
        Assert.Equal("400 InvalidStorageClass", (await rig.SendAsync("PUT", "key", [1], null, ("x-amz-storage-class", "COLD"))).Outcome);
        Assert.Equal("400 InvalidArgument", (await rig.SendAsync("PUT", "key", [1], null, ("x-amz-acl", "mine"))).Outcome);
        Assert.Equal("400 BadRequest", (await rig.SendAsync(
            "PUT", "key", [1], null, ("x-amz-tagging", string.Join('&', Enumerable.Range(0, 11).Select(i => $"k{i}=v"))))).Outcome);
        Assert.Equal("501 NotImplemented", (await rig.SendAsync("PUT", "key", [1], null, ("x-amz-copy-source", "/a/b"))).Outcome);
        Assert.Equal("501 NotImplemented", (await rig.SendAsync("PUT", "key", [1], [("retention", "")])).Outcome);

        string url = rig.Signer.Presign("PUT", Rig.Bucket, "key");
        using var chunked = new HttpRequestMessage(HttpMethod.Put, url) { Content = new StreamContent(new MemoryStream([1])) };
        chunked.Headers.TransferEncodingChunked = true;
        Assert.Equal("501 NotImplemented", (await rig.Http.AnswerAsync(chunked)).Outcome);
        Assert.Equal("400 EntityTooLarge", await RawTests.SendHeadAsync(rig, url, "Content-Length: 5368709121"));
        Assert.Equal("411 MissingContentLength", await RawTests.SendHeadAsync(rig, url, "X-Nothing: 1"));
        Assert.Empty(rig.S3.Objects);
    }

    [Fact]
    public async Task Buckets_are_made_found_and_deleted()
    {
        await using Rig rig = await Rig.StartAsync();
        string Url(string method, string bucket, params (string, string)[] query) => rig.Signer.Presign(method, bucket, null, query);

        Assert.Equal("400 InvalidBucketName", (await rig.Http.SendAsync("PUT", Url("PUT", "No"))).Outcome);
        Assert.Equal("200", (await rig.Http.SendAsync("PUT", Url("PUT", "second"))).Outcome);
        Assert.Equal(200, (await rig.Http.SendAsync("HEAD", Url("HEAD", "second"))).Status);
        Assert.Equal("LocationConstraint", (await rig.Http.SendAsync("GET", Url("GET", "second", ("location", "")))).Xml.Name.LocalName);
        Assert.Equal("204", (await rig.Http.SendAsync("DELETE", Url("DELETE", "second"))).Outcome);
        Assert.Equal(404, (await rig.Http.SendAsync("HEAD", Url("HEAD", "second"))).Status);
        await rig.SendAsync("PUT", "key", [1]);
        Assert.Equal("409 BucketNotEmpty", (await rig.SendAsync("DELETE", null)).Outcome);
        Assert.Equal("404 NoSuchBucket", (await rig.Http.SendAsync("PUT", rig.Signer.Presign("PUT", "nowhere", "key"), [1])).Outcome);
    }

    private static (string, string)[] CustomerKey(byte seed)
    {
        byte[] key = [.. Enumerable.Repeat(seed, 32)];
        const string Prefix = "x-amz-server-side-encryption-customer-";
        return
        [
            (Prefix + "algorithm", "AES256"),
            (Prefix + "key", Convert.ToBase64String(key)),
            (Prefix + "key-MD5", Convert.ToBase64String(Bytes.Md5(key))),
        ];
    }
}
