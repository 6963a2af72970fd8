using System.Xml.Linq;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

public sealed class MultipartTests
{
    private static readonly byte[] _a = Bytes.Random(1000, 1);
    private static readonly byte[] _b = Bytes.Random(777, 2);

    [Fact]
    public async Task The_etag_is_the_md5_of_the_md5s_and_the_number_of_parts()
    {
        await using Rig rig = await Rig.StartAsync();
        (string id, var parts) = await rig.UploadAsync(_a, _b);

        Answer completed = await rig.CompleteAsync(id, parts);

        string expected = $"\"{Signer.Hex(Bytes.Md5([.. Bytes.Md5(_a), .. Bytes.Md5(_b)]))}-2\"";
        Assert.Equal(expected, completed.Element("ETag"));
        Assert.Equal(expected, rig.S3.FindObject(Rig.Bucket, "key")!.ETag);
        Assert.Equal($"\"{Signer.Hex(Bytes.Md5(_a))}\"", parts[0].ETag);
        Assert.Equal((byte[])[.. _a, .. _b], Bytes.All(rig.S3.FindObject(Rig.Bucket, "key")!));
    }

    [Fact]
    public async Task What_the_creation_says_of_the_object_is_kept()
    {
        await using Rig rig = await Rig.StartAsync();
        string id = await rig.CreateUploadAsync(
            "key",
            ("x-amz-meta-Colour", "blue"), ("x-amz-tagging", "a=b%20c&d="), ("x-amz-storage-class", "STANDARD_IA"), ("x-amz-acl", "public-read"),
            ("Content-Type", "video/mp4"), ("Content-Encoding", "gzip"), ("Content-Language", "de"), ("Cache-Control", "no-cache"),
            ("x-amz-server-side-encryption", "aws:kms"));
        Answer part = await rig.UploadPartAsync(id, 1, _a);
        await rig.CompleteAsync(id, [(1, part.ETag!)]);

        S3TestObject stored = rig.S3.FindObject(Rig.Bucket, "key")!;
        Answer anonymous = await rig.Http.SendAsync("GET", $"{rig.S3.Endpoint}{Rig.Bucket}/key");

        Assert.Equal("blue", stored.Metadata["colour"]);
        Assert.Equal("b c", stored.Tags["a"]);
        Assert.Equal("STANDARD_IA", stored.StorageClass);
        Assert.Equal("aws:kms", stored.Encryption);
        Assert.NotEqual($"\"{Signer.Hex(Bytes.Md5(_a))}\"", part.ETag);
        Assert.Equal("video/mp4", anonymous.Header("Content-Type"));
        Assert.Equal("de", anonymous.Header("Content-Language"));
        Assert.Equal("blue", anonymous.Header("x-amz-meta-colour"));
        Assert.Equal("2", anonymous.Header("x-amz-tagging-count"));
        Assert.Equal(_a, anonymous.Body);
    }

    [Fact]
    public async Task The_last_of_several_sendings_of_a_part_wins()
    {
        await using Rig rig = await Rig.StartAsync();
        (string id, var parts) = await rig.UploadAsync(_a);
        Answer again = await rig.UploadPartAsync(id, 1, _b);

        Assert.Equal("400 InvalidPart", (await rig.CompleteAsync(id, parts)).Outcome);
        Assert.Equal("200", (await rig.CompleteAsync(id, [(1, again.ETag!)])).Outcome);
        Assert.Equal(_b, Bytes.All(rig.S3.FindObject(Rig.Bucket, "key")!));
    }

    [Fact]
    public async Task Completing_a_subset_drops_the_rest_and_gaps_do_not_matter()
    {
        await using Rig rig = await Rig.StartAsync();
        (string id, var parts) = await rig.UploadAsync(_a, _b, _a);

        Assert.Equal("200", (await rig.CompleteAsync(id, [parts[0], parts[2]])).Outcome);
        Assert.Equal([1000, 1000], rig.S3.FindObject(Rig.Bucket, "key")!.PartLengths);
        Assert.Empty(rig.S3.MultipartUploads);
    }

    [Fact]
    public async Task A_wrong_list_is_refused_and_the_upload_stays()
    {
        await using Rig rig = await Rig.StartAsync(o => o.MinimumPartSize = 1000);
        (string id, var parts) = await rig.UploadAsync(_b, _a);

        Assert.Equal("400 InvalidPart", await Outcome([(1, parts[1].ETag)]));
        Assert.Equal("400 InvalidPart", await Outcome([parts[0], (3, parts[1].ETag)]));
        Assert.Equal("400 InvalidPartOrder", await Outcome([parts[1], parts[0]]));
        Assert.Equal("400 InvalidPartOrder", await Outcome([parts[0], parts[0]]));
        Assert.Equal("400 EntityTooSmall", await Outcome(parts));
        Assert.Equal("400 MalformedXML", await Outcome([]));
        Assert.Equal("400 MalformedXML", (await rig.CompleteAsync(id, "<CompleteMultipartUpload><Part>")).Outcome);
        Assert.Equal("400 MalformedXML", (await rig.CompleteAsync(id, "<Other/>")).Outcome);
        Assert.Equal("400 InvalidRequest", (await rig.CompleteAsync(id, "")).Outcome);
        Assert.Equal("400 InvalidRequest", (await rig.CompleteAsync(id, [parts[0]], headers: ("x-amz-mp-object-size", "778"))).Outcome);
        Assert.Single(rig.S3.MultipartUploads);
        Assert.Equal("200", (await rig.CompleteAsync(id, [(1, parts[0].ETag.Trim('"'))], headers: ("x-amz-mp-object-size", "777"))).Outcome);

        async Task<string> Outcome(IEnumerable<(int, string)> list) => (await rig.CompleteAsync(id, list)).Outcome;
    }

    [Theory]
    [InlineData("0", "400 InvalidArgument")]
    [InlineData("1", "200")]
    [InlineData("10000", "200")]
    [InlineData("10001", "400 InvalidArgument")]
    [InlineData("x", "400 InvalidArgument")]
    public async Task Part_numbers_go_from_one_to_ten_thousand(string number, string outcome)
    {
        await using Rig rig = await Rig.StartAsync();
        string id = await rig.CreateUploadAsync();

        Assert.Equal(outcome, (await rig.SendAsync("PUT", "key", [1], [("partNumber", number), ("uploadId", id)])).Outcome);
    }

    [Fact]
    public async Task A_part_without_a_number_is_refused()
    {
        await using Rig rig = await Rig.StartAsync();
        string id = await rig.CreateUploadAsync();

        Assert.Equal("400 InvalidArgument", (await rig.SendAsync("PUT", "key", [1], [("uploadId", id)])).Outcome);
    }

    [Fact]
    public async Task Completing_again_succeeds_as_long_as_the_object_is_there()
    {
        await using Rig rig = await Rig.StartAsync();
        (string id, var parts) = await rig.UploadAsync(_a, _b);
        Answer first = await rig.CompleteAsync(id, parts);

        Answer second = await rig.CompleteAsync(id, parts);
        Answer[] other = [await rig.CompleteAsync(id, [parts[0]]), await rig.UploadPartAsync(id, 1, _a), await AbortAsync(rig, id)];
        await rig.SendAsync("DELETE", "key");
        Answer gone = await rig.CompleteAsync(id, parts);

        Assert.Equal("200", second.Outcome);
        Assert.Equal(first.Element("ETag"), second.Element("ETag"));
        Assert.All([.. other, gone], a => Assert.Equal("404 NoSuchUpload", a.Outcome));
    }

    [Fact]
    public async Task Completions_at_the_same_time_all_succeed()
    {
        await using Rig rig = await Rig.StartAsync();
        (string id, var parts) = await rig.UploadAsync(_a, _b);

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.CompleteAsync(id, parts)));

        Assert.All(answers, a => Assert.Equal("200", a.Outcome));
    }

    [Fact]
    public async Task An_aborted_upload_is_gone_for_every_operation()
    {
        await using Rig rig = await Rig.StartAsync();
        (string id, var parts) = await rig.UploadAsync(_a);

        Answer aborted = await AbortAsync(rig, id);

        Assert.Equal("204", aborted.Outcome);
        Assert.Equal("404 NoSuchUpload", (await AbortAsync(rig, id)).Outcome);
        Assert.Equal("404 NoSuchUpload", (await rig.UploadPartAsync(id, 1, _a)).Outcome);
        Assert.Equal("404 NoSuchUpload", (await rig.CompleteAsync(id, parts)).Outcome);
        Assert.Equal("404 NoSuchUpload", (await rig.SendAsync("GET", "key", query: [("uploadId", id)])).Outcome);
        Assert.Empty(rig.S3.MultipartUploads);
    }

    [Fact]
    public async Task An_upload_belongs_to_its_key()
    {
        await using Rig rig = await Rig.StartAsync();
        string id = await rig.CreateUploadAsync("key");

        Assert.Equal("404 NoSuchUpload", (await rig.UploadPartAsync(id, 1, _a, "other")).Outcome);
    }

    [Fact]
    public async Task Uploads_in_progress_are_listed_in_pages_by_key_and_time()
    {
        await using Rig rig = await Rig.StartAsync();
        var ids = new List<string>();
        foreach (string key in (string[])["b", "a/1", "a/1", "a/2"])
        {
            ids.Add(await rig.CreateUploadAsync(key));
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Answer first = await rig.SendAsync("GET", null, query: [("uploads", ""), ("max-uploads", "2")]);
        Answer second = await rig.SendAsync(
            "GET", null, query: [("uploads", ""), ("key-marker", first.Element("NextKeyMarker")!), ("upload-id-marker", first.Element("NextUploadIdMarker")!)]);
        Answer grouped = await rig.SendAsync("GET", null, query: [("uploads", ""), ("delimiter", "/")]);

        Assert.Equal("true", first.Element("IsTruncated"));
        Assert.Equal([ids[1], ids[2]], Ids(first));
        Assert.Equal([ids[3], ids[0]], Ids(second));
        Assert.Equal([ids[0]], Ids(grouped));
        Assert.Equal("a/", grouped.Xml.Elements().Single(e => e.Name.LocalName == "CommonPrefixes").Value);
        Assert.Equal(ids, rig.S3.MultipartUploads.Select(u => u.UploadId));

        static IEnumerable<string> Ids(Answer answer) =>
            answer.Xml.Descendants().Where(e => e.Name.LocalName == "UploadId").Select(e => e.Value);
    }

    [Fact]
    public async Task A_lifecycle_rule_announces_and_does_the_abort_of_uploads_that_are_left_over()
    {
        await using Rig rig = await Rig.StartAsync();
        XElement rule = new("Rule",
            new XElement("ID", "tidy"), new XElement("Status", "Enabled"), new XElement("Filter", new XElement("Prefix", "tmp/")),
            new XElement("AbortIncompleteMultipartUpload", new XElement("DaysAfterInitiation", 7)));
        byte[] document = System.Text.Encoding.UTF8.GetBytes(new XElement("LifecycleConfiguration", rule).ToString());

        Assert.Equal("404 NoSuchLifecycleConfiguration", (await rig.SendAsync("GET", null, query: [("lifecycle", "")])).Outcome);
        Assert.Equal("200", (await rig.SendAsync("PUT", null, document, [("lifecycle", "")])).Outcome);
        Assert.Equal(document, (await rig.SendAsync("GET", null, query: [("lifecycle", "")])).Body);
        Answer created = await rig.SendAsync("POST", "tmp/a", query: [("uploads", "")]);
        Answer other = await rig.SendAsync("POST", "b", query: [("uploads", "")]);

        Assert.Equal("Mon, 30 Nov 2026 00:00:00 GMT", created.Header("x-amz-abort-date"));
        Assert.Equal("tidy", created.Header("x-amz-abort-rule-id"));
        Assert.Null(other.Header("x-amz-abort-date"));
        Assert.Equal(2, rig.S3.MultipartUploads.Count);
        rig.Clock.Set(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("b", Assert.Single(rig.S3.MultipartUploads).Key);
    }

    [Fact]
    public async Task Ten_thousand_parts_are_listed_in_pages_of_a_thousand_and_completed()
    {
        await using Rig rig = await Rig.StartAsync();
        string id = await rig.CreateUploadAsync();
        var etags = new string[10_000];
        await Parallel.ForAsync(1, 10_001, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
            etags[number - 1] = (await rig.UploadPartAsync(id, number, BitConverter.GetBytes(number))).ETag!);
        int listed = 0;
        Answer page;
        do
        {
            page = await rig.SendAsync("GET", "key", query: [("uploadId", id), ("part-number-marker", $"{listed}")]);
            Assert.Equal(1000, page.Xml.Elements().Count(e => e.Name.LocalName == "Part"));
            listed = int.Parse(page.Element("NextPartNumberMarker")!, null);
        }
        while (page.Element("IsTruncated") == "true");

        Answer completed = await rig.CompleteAsync(id, etags.Select((etag, i) => (i + 1, etag)));

        Assert.Equal(10_000, listed);
        Assert.Equal("200", completed.Outcome);
        Assert.Equal(Enumerable.Range(1, 10_000).SelectMany(BitConverter.GetBytes), Bytes.All(rig.S3.FindObject(Rig.Bucket, "key")!));
    }

    private static Task<Answer> AbortAsync(Rig rig, string id) => rig.SendAsync("DELETE", "key", query: [("uploadId", id)]);
}
