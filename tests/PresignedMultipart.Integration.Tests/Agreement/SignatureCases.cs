using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>Who may ask, and until when: docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and …/ErrorResponses.html.</summary>
internal static class SignatureCases
{
    public static IEnumerable<AgreementCase> All { get; } =
    [
        new("a signature is changed", "403 SignatureDoesNotMatch", async s =>
        {
            string url = s.Sign("PUT");
            return (await s.SendAsync("PUT", url[..^1] + (url[^1] == '0' ? '1' : '0'), S3Dialogue.NineBytes)).Say();
        }),
        new("a URL of one key is used for another", "403 SignatureDoesNotMatch",
            async s => (await s.SendAsync("PUT", s.Sign("PUT").Replace("?", "x?", StringComparison.Ordinal), S3Dialogue.NineBytes)).Say()),
        new("a URL for PUT is used for GET", "403 SignatureDoesNotMatch", async s => (await s.SendAsync("GET", s.Sign("PUT"))).Say()),
        new("a URL for one part is used for another", "403 SignatureDoesNotMatch", async s =>
        {
            string url = s.Sign("PUT", ("partNumber", "1"), ("uploadId", await s.UploadIdAsync()));
            return (await s.SendAsync("PUT", url.Replace("partNumber=1", "partNumber=2", StringComparison.Ordinal), S3Dialogue.NineBytes)).Say();
        }),
        new("a parameter is added to a URL", "403 SignatureDoesNotMatch",
            async s => (await s.SendAsync("PUT", s.Sign("PUT") + "&x=y", S3Dialogue.NineBytes)).Say()),
        new("a URL is used after its time", "403 AccessDenied", async s =>
            (await s.With(Copy(s, signedAt: TimeSpan.FromHours(-1))).PutAsync(S3Dialogue.NineBytes)).Say()),
        new("a URL is used before its time", "403 AccessDenied", async s =>
            (await s.With(Copy(s, signedAt: TimeSpan.FromHours(1))).PutAsync(S3Dialogue.NineBytes)).Say()),
        new("a URL is to be good for more than seven days", "400 AuthorizationQueryParametersError", async s =>
            (await s.With(Copy(s, expires: "604801")).PutAsync(S3Dialogue.NineBytes)).Say()),
        new("a URL is to be good for seven days", "200", async s =>
            (await s.With(Copy(s, expires: "604800")).PutAsync(S3Dialogue.NineBytes)).Say()),
        new("a URL says no time", "400 AuthorizationQueryParametersError", async s =>
            (await s.SendAsync("PUT", s.Sign("PUT").Replace("&X-Amz-Expires=900", "", StringComparison.Ordinal), S3Dialogue.NineBytes)).Say()),
        new("an access key is unknown", "403 InvalidAccessKeyId", async s =>
            (await s.With(Copy(s, accessKey: "NOBODY")).PutAsync(S3Dialogue.NineBytes)).Say()),
        new("a secret key is wrong", "403 SignatureDoesNotMatch", async s =>
            (await s.With(Copy(s, secretKey: "wrong")).PutAsync(S3Dialogue.NineBytes)).Say()),
        new("a URL is signed for another region", "400 AuthorizationQueryParametersError", async s =>
            (await s.With(Copy(s, region: "eu-central-9")).PutAsync(S3Dialogue.NineBytes)).Say()),
        new("nothing is signed", "403 AccessDenied", async s =>
            (await s.SendAsync("PUT", s.Sign("PUT").Split('?')[0], S3Dialogue.NineBytes)).Say()),
        new("an x-amz header is sent that is not signed", "403 AccessDenied",
            async s => (await s.SendAsync("PUT", s.Sign("PUT"), S3Dialogue.NineBytes, ("x-amz-meta-a", "b"))).Say()),
        new("a Content-Type is sent that is not signed", "200",
            async s => (await s.SendAsync("PUT", s.Sign("PUT"), S3Dialogue.NineBytes, ("Content-Type", "text/csv"))).Say()),
        new("a part has a Content-Type that is not signed", "200", async s => (await s.SendAsync(
            "PUT", s.Sign("PUT", ("partNumber", "1"), ("uploadId", await s.UploadIdAsync())), S3Dialogue.NineBytes, ("Content-Type", "text/csv"))).Say()),
        new("a header is signed and not sent", "403 SignatureDoesNotMatch",
            async s => (await s.SendAsync("PUT", Signing(s, "x-amz-meta-a", "b"), S3Dialogue.NineBytes)).Say()),
        new("a header is sent with another value than signed", "403 SignatureDoesNotMatch",
            async s => (await s.SendAsync("PUT", Signing(s, "x-amz-meta-a", "b"), S3Dialogue.NineBytes, ("x-amz-meta-a", "c"))).Say()),
        new("a Content-Length is signed and another sent", "403 SignatureDoesNotMatch",
            async s => (await s.SendAsync("PUT", Signing(s, "content-length", "8"), S3Dialogue.NineBytes)).Say()),
        new("a bucket does not exist", "404 NoSuchBucket",
            async s => (await s.SendAsync("PUT", s.Signer.Presign("PUT", "no-such-bucket-anywhere", "key"), S3Dialogue.NineBytes)).Say()),
        new("an error is explained", "403 SignatureDoesNotMatch, Content-Type: application/xml, its request is named", async s =>
        {
            Answer answer = await s.With(Copy(s, secretKey: "wrong")).PutAsync(S3Dialogue.NineBytes);
            bool named = answer.Header("x-amz-request-id") is { Length: > 0 } id && answer.Element("RequestId") == id;
            return $"{answer.Outcome}, Content-Type: {answer.Header("Content-Type")?.Split(';')[0]}, {(named ? "its request is named" : "its request is not named")}";
        }),
    ];

    private static string Signing(S3Dialogue s, string name, string value) =>
        s.Signer.Presign("PUT", s.Bucket, s.Key, headers: new Dictionary<string, string> { [name] = value });

    private static Signer Copy(
        S3Dialogue s, string? accessKey = null, string? secretKey = null, string? region = null, string expires = "900", TimeSpan signedAt = default) =>
        new(s.Endpoint, accessKey ?? s.Signer.AccessKey, secretKey ?? s.Signer.SecretKey, region ?? s.Signer.Region)
        {
            Expires = expires,
            SignedAt = DateTimeOffset.UtcNow + signedAt,
        };
}
