using System.Globalization;
using System.Net;
using System.Text;
using PresignedMultipart.Transfer;

namespace PresignedMultipart.Tests.Transfer;

/// <summary>Every refusal that users meet names its cause and its cure, by the answer and by how the URL was signed.</summary>
public class RefusalAdviceTests
{
    private const string Key = "AKIASECRETKEY";
    private const string Signature = "5ecret0f5ignature";
    private const string Token = "5ecretToken";

    private static readonly DateTimeOffset Answered = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, Refused, string[]> Table => new()
    {
        // What the signature says.
        {
            "an unsigned header of the provider's",
            new(403, "AccessDenied", "There were headers present in the request which were not signed") { Elements = "<HeadersNotSigned>x-amz-acl</HeadersNotSigned>", Sent = { ["x-amz-acl"] = "private" } },
            ["provider hands over the header x-amz-acl", "signed: host", "leave it out"]
        },
        {
            "an unsigned header that somebody else adds",
            new(403, "AccessDenied", "There were headers present in the request which were not signed") { Elements = "<HeadersNotSigned>x-amz-trace</HeadersNotSigned>" },
            ["the header x-amz-trace", "a handler of the HTTP client or a proxy adds it"]
        },
        {
            "unsigned headers of the provider's and of somebody else's",
            new(403, "AccessDenied", "There were headers present in the request which were not signed") { Elements = "<HeadersNotSigned>x-amz-acl, x-amz-trace, </HeadersNotSigned>", Sent = { ["x-amz-acl"] = "private" } },
            ["provider hands over the headers x-amz-acl, x-amz-trace,"]
        },
        {
            "a signed Content-Length, which is always sent",
            new(403, "SignatureDoesNotMatch") { Headers = "content-length;host" },
            ["secret key"]
        },
        { "a signer that binds a body's SHA-256, seen as a wrong signature", new(403, "SignatureDoesNotMatch") { Query = "&X-Amz-Content-Sha256=abc" }, ["UNSIGNED-PAYLOAD"] },
        {
            "an unsigned Content-Type, of which Ceph says no more",
            new(403, "SignatureDoesNotMatch") { Sent = { ["Content-Type"] = "text/csv" } },
            ["provider hands over the header Content-Type", "leave it out"]
        },
        {
            "a signed header that is missing",
            new(403, "SignatureDoesNotMatch") { Headers = "content-md5;host;x-amz-meta-a" },
            ["signs the headers content-md5, x-amz-meta-a", "no value to send", "PresignedUrl.Headers"]
        },
        {
            "another Content-Type than was signed",
            new(403, "SignatureDoesNotMatch") { Headers = "content-type;host", Sent = { ["Content-Type"] = "text/csv" } },
            ["signs content-type", "the very value"]
        },
        { "a wrong secret or a changed path", new(403, "SignatureDoesNotMatch"), ["secret key", "changes the host, the path or the query"] },
        { "the sum of an empty body", new(400, "BadDigest") { Query = "&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32" }, ["x-amz-checksum-crc32 of an empty body", "WHEN_REQUIRED"] },
        { "the sum of an empty body, seen as a wrong signature", new(403, "SignatureDoesNotMatch") { Query = "&x-amz-checksum-crc64nvme=AAAAAAAAAAA%3D" }, ["x-amz-checksum-crc64nvme of an empty body"] },
        {
            "Signature Version 2",
            new(400, "InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.") { WholeQuery = $"?AWSAccessKeyId={Key}&Expires=1800000000&Signature={Signature}" },
            ["Signature Version 2", "Version 4", "7 days"]
        },
        { "a temporary key without its token", new(403, "InvalidAccessKeyId") { SignedBy = "ASIASECRETKEY" }, ["temporary key without its session token"] },
        { "another body's SHA-256", new(400, "XAmzContentSHA256Mismatch"), ["UNSIGNED-PAYLOAD"] },

        // Time.
        { "a clock that is behind", new(403, "RequestTimeTooSkewed") { Age = TimeSpan.FromMinutes(31), Lifetime = TimeSpan.FromHours(1) }, ["signed 31 min before", "clock is that much behind"] },
        { "a clock that is hours behind", new(403, "RequestTimeTooSkewed") { Age = TimeSpan.FromMinutes(135), Lifetime = TimeSpan.FromHours(3) }, ["signed 2.3 h before", "for 3 h"] },
        { "a clock that is ahead", new(403, "AccessDenied", "Request is not valid yet") { Age = TimeSpan.FromMinutes(-42) }, ["clock is 42 min ahead"] },
        { "a URL that is expired when it comes", new(403, "AccessDenied", "Request has expired") { Age = TimeSpan.FromMinutes(16) }, ["expired already", "signed 16 min before", "for 15 min"] },
        { "an expired URL of which Ceph 16 says no more", new(403, "AccessDenied") { Age = TimeSpan.FromMinutes(20) }, ["expired already", "signed 20 min before"] },
        { "a URL that dies before its time", new(403, "AccessDenied", "Request has expired") { Age = TimeSpan.FromSeconds(5) }, ["is good until 2026-03-01 12:14:55Z", "s3:signatureAge"] },
        { "temporary credentials that have ended", new(400, "ExpiredToken", "The provided token has expired."), ["temporary credentials have ended", "new credentials"] },

        // Who may do what, and where.
        { "an unknown key", new(403, "InvalidAccessKeyId"), ["does not know the access key"] },
        { "a foreign token", new(400, "InvalidToken"), ["session token"] },
        { "a right that is missing", new(403, "AccessDenied", "Access Denied"), ["s3:PutObject", "bucket policy"] },
        { "a 403 without a word", new(403, null), ["credentials"] },
        { "access that is off altogether", new(403, "AllAccessDisabled"), ["s3:PutObject"] },
        { "a KMS key that may not be used", new(403, "AccessDenied", "User is not authorized to perform: kms:GenerateDataKey"), ["kms:GenerateDataKey and kms:Decrypt"] },
        { "a KMS key that is disabled", new(400, "KMS.DisabledException"), ["KMS key"] },
        {
            "a wrong region, in a query",
            new(400, "AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'eu-west-1'") { Elements = "<Region>eu-west-1</Region>" },
            ["signed for the region 'us-east-1'", "in 'eu-west-1'"]
        },
        { "a wrong region, in a header", new(400, "AuthorizationHeaderMalformed") { Elements = "<Region>eu-west-1</Region>" }, ["'us-east-1'", "'eu-west-1'"] },
        { "another region's endpoint", new(301, "PermanentRedirect") { Elements = "<Endpoint>bucket.s3.eu-west-1.amazonaws.com</Endpoint>", BucketRegion = "eu-west-1" }, ["'eu-west-1'", "'bucket.s3.eu-west-1.amazonaws.com'"] },
        { "a 403 that names the bucket's region", new(403, "AccessDenied") { BucketRegion = "eu-west-1" }, ["'us-east-1'", "'eu-west-1'"] },
        { "a bucket that is elsewhere", new(400, "IllegalLocationConstraintException"), ["'us-east-1'", "in another one"] },
        { "an endpoint that is another bucket's", new(400, "IncorrectEndpoint"), ["'us-east-1'", "in another one"] },
        { "a bucket that moved, without a word of where", new(301, "Moved"), ["'us-east-1'", "in another one"] },
        { "a redirect of a young bucket", new(307, "TemporaryRedirect") { Elements = "<Endpoint>bucket.s3-eu-west-1.amazonaws.com</Endpoint>" }, ["good for one host only", "'bucket.s3-eu-west-1.amazonaws.com'"] },
        { "an upload that is gone", new(404, "NoSuchUpload"), ["aborted or completed by somebody else", "AbortIncompleteMultipartUpload", "anew"] },
        { "a bucket that is gone", new(404, "NoSuchBucket"), ["bucket's name"] },
        { "a website's endpoint", new(405, "MethodNotAllowed"), ["takes no PUT", "website"] },
        { "a storage that is full", new(507, "InsufficientStorage"), ["full"] },
        { "a quota that is used up", new(403, "QuotaExceeded"), ["full", "quota"] },
        { "MinIO's quota that is used up", new(400, "XMinioAdminBucketQuotaExceeded"), ["full", "quota"] },
        { "disks that may be full", new(503, "ServiceUnavailable", "Please reduce your request rate."), ["MaxConcurrency", "may be full"] },
        { "a storage that is full and says so by its code alone", new(400, "InsufficientStorage"), ["full"] },
        { "a storage that is full and says so by its status alone", new(507, null), ["full"] },
        { "an upload that is gone, of a signer that binds an empty body's sum", new(404, "NoSuchUpload") { Query = "&x-amz-checksum-crc32=AAAAAA%3D%3D" }, ["The upload is gone"] },
        { "a bucket that is gone, of such a signer", new(404, "NoSuchBucket") { Query = "&x-amz-checksum-crc32=AAAAAA%3D%3D" }, ["bucket's name"] },

        // The body.
        { "a part that is too large", new(400, "EntityTooLarge") { Elements = "<MaxSizeAllowed>5368709120</MaxSizeAllowed>" }, ["at most 5368709120 bytes", "has 1000", "PartSize"] },
        { "a part that is too small", new(400, "EntityTooSmall") { Elements = "<MinSizeAllowed>5242880</MinSizeAllowed>" }, ["at least 5242880 bytes", "PartSize"] },
        { "a part number beyond the last", new(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive") { Elements = "<ArgumentName>partNumber</ArgumentName>" }, ["1 to 10000", "PartSize"] },
        { "a part number beyond the last, by the words alone", new(400, "InvalidArgument", "Part number must be an integer"), ["1 to 10000"] },
        { "a part number beyond the last, by the argument alone", new(400, "InvalidArgument", "Too large.") { Elements = "<ArgumentName>partNumber</ArgumentName>" }, ["1 to 10000"] },
        { "a part that is too large, by the status alone", new(413, "TooLarge"), ["fewer bytes", "PartSize"] },
        { "a digest that is none", new(400, "InvalidDigest"), ["another sum"] },
        { "no Content-Length, by the code alone", new(400, "MissingContentLength"), ["in chunks"] },
        { "no Content-Length, by the status alone", new(411, "LengthRequired"), ["in chunks"] },
        { "no Content-Length", new(411, "MissingContentLength"), ["Content-Length", "in chunks"] },
        { "Transfer-Encoding", new(501, "NotImplemented", "A header you provided implies functionality that is not implemented") { Elements = "<Header>Transfer-Encoding</Header>" }, ["in chunks"] },
        { "what a storage does not have", new(501, "NotImplemented") { Elements = "<Header>x-amz-tagging</Header>", Headers = "host;x-amz-tagging", Sent = { ["x-amz-tagging"] = "a=b" } }, ["x-amz-tagging", "UploadTarget"] },
        { "bytes that are damaged each time", new(400, "BadDigest"), ["another sum"] },
        { "a bucket that wants a checksum", new(400, "InvalidRequest", "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests with Object Lock parameters"), ["PresignedUrlProviderCapabilities.Checksums"] },
        { "a body that did not come", new(400, "RequestTimeout"), ["MaxConcurrency"] },
        { "too many requests", new(503, "SlowDown"), ["MaxConcurrency"] },

        // Who is in between.
        { "a proxy that asks who is there", new(407, null) { Page = "<html>Proxy Authentication Required</html>" }, ["proxy", "credentials"] },
        { "a firewall's page", new(403, null) { Page = "<html><p>Blocked</html>", Server = "Wall/1.0" }, ["'Wall/1.0'", "no S3 API"] },
        { "a proxy that takes no large bodies", new(413, null) { Page = "<html>413</html>", Server = "nginx" }, ["1000 bytes", "client_max_body_size"] },
        { "HTTP to a port that speaks HTTPS", new(400, null) { Page = "Client sent an HTTP request to an HTTPS server." }, ["if HTTPS is spoken at its port"] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_refusal_names_cause_and_cure(string refusal, Refused refused, string[] expected)
    {
        string words = await refused.AdviceAsync() ?? "";

        Assert.All(expected, part => Assert.True(words.Contains(part, StringComparison.Ordinal), $"{refusal}: '{words}' does not say '{part}'."));
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task No_advice_repeats_a_secret(string refusal, Refused refused, string[] expected)
    {
        string words = await refused.AdviceAsync() ?? "";

        Assert.NotEmpty(expected);
        Assert.False(new[] { Key, "ASIASECRETKEY", Signature, Token, "://", "X-Amz-Signature", "secret-value" }.Any(secret => words.Contains(secret, StringComparison.OrdinalIgnoreCase)), $"{refusal}: {words}");
    }

    [Fact]
    public async Task Words_that_say_it_all_are_left_alone() => Assert.Null(await new Refused(412, "PreconditionFailed").AdviceAsync());

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failure_of_the_storages_own_says_nothing_of_the_signature(int status) =>
        Assert.DoesNotContain("Version 2", await new Refused(status, "InternalError") { WholeQuery = $"?AWSAccessKeyId={Key}&Expires=1800000000&Signature={Signature}" }.AdviceAsync() ?? "", StringComparison.Ordinal);

    [Fact]
    public async Task An_empty_body_may_have_the_sum_of_an_empty_body() =>
        Assert.DoesNotContain("empty body", await new Refused(403, "AccessDenied") { Query = "&x-amz-checksum-crc32=AAAAAA%3D%3D", Length = 0 }.AdviceAsync(), StringComparison.Ordinal);

    public sealed record Refused(int Status, string? Code, string Message = "Words.")
    {
        public string Elements { get; init; } = "";

        public string? Page { get; init; }

        public string Server { get; init; } = "AmazonS3";

        public string? BucketRegion { get; init; }

        public string Headers { get; init; } = "host";

        public string SignedBy { get; init; } = Key;

        public Dictionary<string, string> Sent { get; } = [];

        public string Query { get; init; } = "";

        public string? WholeQuery { get; init; }

        public TimeSpan Age { get; init; } = TimeSpan.FromSeconds(3);

        public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(15);

        public long Length { get; init; } = 1_000;

        internal async Task<string?> AdviceAsync()
        {
            using var response = new HttpResponseMessage((HttpStatusCode)Status)
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Page ?? (Code is null ? "" : $"<Error><Code>{Code}</Code><Message>{Message}</Message>{Elements}<AWSAccessKeyId>{Key}</AWSAccessKeyId></Error>"))),
            };
            response.Headers.Date = Answered;
            response.Headers.TryAddWithoutValidation("Server", Server);
            if (BucketRegion is not null)
            {
                response.Headers.TryAddWithoutValidation("x-amz-bucket-region", BucketRegion);
            }

            string date = (Answered - Age).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            string query = WholeQuery
                ?? $"?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={SignedBy}%2F{date[..8]}%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date={date}" +
                   $"&X-Amz-Expires={Lifetime.TotalSeconds}{(SignedBy == Key ? $"&X-Amz-Security-Token={Token}" : "")}&X-Amz-SignedHeaders={Uri.EscapeDataString(Headers)}{Query}&X-Amz-Signature={Signature}";
            var url = new PresignedUrl($"http://storage.example/bucket/secret-value{query}", Sent);
            return new RefusalAdvice(await S3Error.ReadAsync(response, TimeProvider.System, default), url, Length).Words;
        }
    }
}
