using Amazon.S3;
using Amazon.S3.Model;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

public sealed class PresignedUrlTests
{
    public static TheoryData<string> Keys { get; } = new()
    {
        "plain", "a b+c%d/é/'\"(x)!~*/../z", "./dot", "a/../../b", "a//b", "trailing/", "%2F", "+", "a?b#c&d=e", "日本/🙂", "line\nbreak", "back\\slash",
        ":;,@$", "100%", new string('k', 1024),
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_url_signed_by_the_sdk_reaches_the_very_key(string key)
    {
        await using Rig rig = await Rig.StartAsync(o => o.TimeProvider = TimeProvider.System);
        using AmazonS3Client client = Sdk.Client(rig.S3);

        string put = client.GetPreSignedURL(Presign(key, HttpVerb.PUT));
        string get = client.GetPreSignedURL(Presign(key, HttpVerb.GET));
        Answer answer = await rig.Http.SendAsync("PUT", put, [1, 2, 3]);

        Assert.Equal("200", answer.Outcome);
        Assert.Equal(key, Assert.Single(rig.S3.Objects).Key);
        Assert.Equal((byte[])[1, 2, 3], (await rig.Http.SendAsync("GET", get)).Body);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_multipart_upload_by_urls_alone_reaches_the_very_key(string key)
    {
        await using Rig rig = await Rig.StartAsync(o => o.UseReservedCharactersInUploadIds = true);
        string id = await rig.CreateUploadAsync(key);
        Answer first = await rig.UploadPartAsync(id, 1, [1, 2], key);
        Answer second = await rig.UploadPartAsync(id, 2, [3], key);

        Answer completed = await rig.CompleteAsync(id, [(1, first.ETag!), (2, second.ETag!)], key);

        Assert.Contains('+', id);
        Assert.Equal("200", completed.Outcome);
        Assert.Equal((byte[])[1, 2, 3], Bytes.All(rig.S3.FindObject(Rig.Bucket, key)!));
    }

    [Fact]
    public async Task A_key_that_an_ordinary_uri_would_fold_goes_elsewhere_and_fails()
    {
        await using Rig rig = await Rig.StartAsync();
        string url = rig.Signer.Presign("PUT", Rig.Bucket, "a/../b");

        using HttpResponseMessage answer = await rig.Http.PutAsync(new Uri(url), new ByteArrayContent([1]));

        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_url_is_good_until_its_last_second_and_says_why_it_is_not_any_more()
    {
        await using Rig rig = await Rig.StartAsync();
        string url = rig.Signer.Presign("PUT", Rig.Bucket, "key");

        rig.Clock.Advance(TimeSpan.FromSeconds(900));
        Answer inTime = await rig.Http.SendAsync("PUT", url, [1]);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Answer late = await rig.Http.SendAsync("PUT", url, [1]);

        Assert.Equal("200", inTime.Outcome);
        Assert.Equal("403 AccessDenied", late.Outcome);
        Assert.Equal("Request has expired", late.Element("Message"));
        Assert.Equal("900", late.Element("X-Amz-Expires"));
        Assert.Equal("2026-11-22T06:47:00Z", late.Element("Expires"));
        Assert.Equal("2026-11-22T06:47:01Z", late.Element("ServerTime"));
        Assert.Equal("Sun, 22 Nov 2026 06:47:01 GMT", late.Header("Date"));
        Assert.NotNull(late.Header("x-amz-request-id"));
        Assert.NotNull(late.Header("x-amz-id-2"));
        Assert.Equal(late.Header("x-amz-request-id"), late.Element("RequestId"));
    }

    [Theory]
    [InlineData("0", "400 AuthorizationQueryParametersError")]
    [InlineData("-5", "400 AuthorizationQueryParametersError")]
    [InlineData("604800", "200")]
    [InlineData("604801", "400 AuthorizationQueryParametersError")]
    [InlineData("soon", "400 AuthorizationQueryParametersError")]
    public async Task Its_life_is_between_a_second_and_seven_days(string expires, string outcome)
    {
        await using Rig rig = await Rig.StartAsync();
        var signer = new Signer(rig.S3) { SignedAt = rig.Clock.GetUtcNow(), Expires = expires };

        Assert.Equal(outcome, (await rig.Http.SendAsync("PUT", signer.Presign("PUT", Rig.Bucket, "key"), [1])).Outcome);
    }

    [Theory]
    [InlineData(15, "200")]
    [InlineData(16, "403 AccessDenied")]
    public async Task It_must_not_be_signed_more_than_fifteen_minutes_ahead(int minutes, string outcome)
    {
        await using Rig rig = await Rig.StartAsync();
        var signer = new Signer(rig.S3) { SignedAt = rig.Clock.GetUtcNow().AddMinutes(minutes) };

        Assert.Equal(outcome, (await rig.Http.SendAsync("PUT", signer.Presign("PUT", Rig.Bucket, "key"), [1])).Outcome);
    }

    [Fact]
    public async Task What_it_does_not_say_is_refused()
    {
        await using Rig rig = await Rig.StartAsync();
        string url = rig.Signer.Presign("PUT", Rig.Bucket, "key");
        DateTimeOffset now = rig.Clock.GetUtcNow();

        Assert.Equal("403 SignatureDoesNotMatch", await Outcome(url.Replace("/key?", "/kez?", StringComparison.Ordinal)));
        Assert.Equal("403 SignatureDoesNotMatch", await Outcome(url + "&partNumber=1"));
        Assert.Equal("403 SignatureDoesNotMatch", await Outcome(url[..^1] + (url[^1] == '0' ? '1' : '0')));
        Assert.Equal("403 SignatureDoesNotMatch", await Outcome(url, "GET"));
        Assert.Equal("403 SignatureDoesNotMatch", await Outcome(new Signer(rig.S3) { SecretKey = "wrong", SignedAt = now }.Presign("PUT", Rig.Bucket, "key")));
        Assert.Equal("403 InvalidAccessKeyId", await Outcome(new Signer(rig.S3) { AccessKey = "nobody", SignedAt = now }.Presign("PUT", Rig.Bucket, "key")));
        Assert.Equal("400 AuthorizationQueryParametersError", await Outcome(new Signer(rig.S3) { Region = "eu-west-1", SignedAt = now }.Presign("PUT", Rig.Bucket, "key")));
        Assert.Equal("400 AuthorizationQueryParametersError", await Outcome(url.Replace("X-Amz-Date=", "X-Amz-Dat=", StringComparison.Ordinal)));
        Assert.Equal("400 AuthorizationQueryParametersError", await Outcome(url.Replace("AWS4-HMAC-SHA256", "AWS4", StringComparison.Ordinal)));
        Assert.Equal("400 InvalidRequest", await Outcome($"{rig.S3.Endpoint}{Rig.Bucket}/key?AWSAccessKeyId=a&Expires=1&Signature=b"));
        Assert.Equal("403 AccessDenied", await Outcome($"{rig.S3.Endpoint}{Rig.Bucket}/key"));
        Assert.Empty(rig.S3.Objects);

        async Task<string> Outcome(string tried, string method = "PUT") =>
            (await rig.Http.SendAsync(method, tried, method == "PUT" ? [1] : null)).Outcome;
    }

    [Theory]
    [InlineData("x-amz-meta-colour", "blue")]
    [InlineData("x-amz-acl", "public-read")]
    [InlineData("x-amz-checksum-crc32", "AAAAAA==")]
    [InlineData("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")]
    public async Task A_header_that_was_not_signed_is_refused_by_name(string name, string value)
    {
        await using Rig rig = await Rig.StartAsync();

        Answer answer = await rig.Http.SendAsync("PUT", rig.Signer.Presign("PUT", Rig.Bucket, "key"), [], (name, value));

        Assert.Equal("403 AccessDenied", answer.Outcome);
        Assert.Equal("There were headers present in the request which were not signed", answer.Element("Message"));
        Assert.Equal(name.ToLowerInvariant(), answer.Element("HeadersNotSigned"));
    }

    [Theory]
    [InlineData(false, "200")]
    [InlineData(true, "403 AccessDenied")]
    public async Task An_unsigned_content_type_is_taken_as_S3_does_or_refused_as_Ceph_does(bool reject, string outcome)
    {
        await using Rig rig = await Rig.StartAsync(o => o.RejectUnsignedContentType = reject);

        Answer answer = await rig.Http.SendAsync("PUT", rig.Signer.Presign("PUT", Rig.Bucket, "key"), [1], ("Content-Type", "text/plain"));

        Assert.Equal(outcome, answer.Outcome);
    }

    [Fact]
    public async Task A_signed_header_must_arrive_as_it_was_signed()
    {
        await using Rig rig = await Rig.StartAsync();
        string url = rig.Signer.Presign("PUT", Rig.Bucket, "key", headers: new Dictionary<string, string>
        {
            ["content-length"] = "3",
            ["content-type"] = "text/plain",
            ["x-amz-meta-a"] = "b",
        });

        Answer right = await rig.Http.SendAsync("PUT", url, [1, 2, 3], ("Content-Type", "text/plain"), ("x-amz-meta-a", "b"));
        Answer longer = await rig.Http.SendAsync("PUT", url, [1, 2, 3, 4], ("Content-Type", "text/plain"), ("x-amz-meta-a", "b"));
        Answer other = await rig.Http.SendAsync("PUT", url, [1, 2, 3], ("Content-Type", "text/html"), ("x-amz-meta-a", "b"));
        Answer without = await rig.Http.SendAsync("PUT", url, [1, 2, 3], ("Content-Type", "text/plain"));

        Assert.Equal("200", right.Outcome);
        Assert.Equal("b", rig.S3.FindObject(Rig.Bucket, "key")!.Metadata["a"]);
        Assert.All([longer, other, without], a => Assert.Equal("403 SignatureDoesNotMatch", a.Outcome));
    }

    [Fact]
    public async Task Temporary_credentials_need_their_token_and_end()
    {
        await using Rig rig = await Rig.StartAsync(o =>
        {
            o.Credentials.Add(new S3TestCredentials("own", "secret"));
            o.Credentials.Add(new S3TestCredentials("temporary", "secret2")
            {
                SessionToken = "to/ken+==",
                ExpiresAt = new DateTimeOffset(2026, 11, 22, 6, 40, 0, TimeSpan.Zero),
            });
        });
        string url = Signed("to/ken+==");

        Assert.Equal("200", (await rig.Http.SendAsync("PUT", url, [1])).Outcome);
        Assert.Equal("403 SignatureDoesNotMatch", (await rig.Http.SendAsync("PUT", url.Replace("to%2Fken", "to%2Fkem", StringComparison.Ordinal), [1])).Outcome);
        Assert.Equal("400 InvalidToken", (await rig.Http.SendAsync("PUT", Signed("another"), [1])).Outcome);
        Assert.Equal("403 InvalidAccessKeyId", (await rig.Http.SendAsync("PUT", Signed(null), [1])).Outcome);
        rig.Clock.Advance(TimeSpan.FromMinutes(8));
        Assert.Equal("400 ExpiredToken", (await rig.Http.SendAsync("PUT", url, [1])).Outcome);

        string Signed(string? token) => new Signer(rig.S3)
        {
            AccessKey = "temporary",
            SecretKey = "secret2",
            SessionToken = token,
            SignedAt = rig.Clock.GetUtcNow(),
        }.Presign("PUT", Rig.Bucket, "key");
    }

    [Fact]
    public async Task Another_accounts_url_does_not_open_my_bucket()
    {
        await using Rig rig = await Rig.StartAsync(o =>
        {
            o.Credentials.Add(new S3TestCredentials("own", "secret"));
            o.Credentials.Add(new S3TestCredentials("other", "secret2") { Account = "other" });
        });
        var other = new Signer(rig.S3) { AccessKey = "other", SecretKey = "secret2", SignedAt = rig.Clock.GetUtcNow() };

        Assert.Equal("403 AccessDenied", (await rig.Http.SendAsync("PUT", other.Presign("PUT", Rig.Bucket, "key"), [1])).Outcome);
        Assert.Equal("409 BucketAlreadyExists", (await rig.Http.SendAsync("PUT", other.Presign("PUT", Rig.Bucket))).Outcome);
        Assert.Equal("409 BucketAlreadyOwnedByYou", (await rig.SendAsync("PUT", null)).Outcome);
    }

    private static GetPreSignedUrlRequest Presign(string key, HttpVerb verb) => new()
    {
        BucketName = Rig.Bucket,
        Key = key,
        Verb = verb,
        Expires = DateTime.UtcNow.AddMinutes(10),
        Protocol = Protocol.HTTP,
    };
}
