using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

public sealed class CorsTests
{
    private const string Origin = "https://app.example";

    [Fact]
    public async Task A_page_may_upload_and_read_the_etag()
    {
        await using Rig rig = await Rig.StartAsync();
        string url = rig.Signer.Presign("PUT", Rig.Bucket, "key");

        Answer preflight = await PreflightAsync(rig, url, "PUT", "x-amz-checksum-crc32");
        Answer put = await rig.Http.SendAsync("PUT", url, [1], ("Origin", Origin));
        Answer refused = await rig.Http.SendAsync("PUT", url + "0", [1], ("Origin", Origin));
        Answer plain = await rig.Http.SendAsync("PUT", url, [1]);

        Assert.Equal(200, preflight.Status);
        Assert.Equal("*", preflight.Header("Access-Control-Allow-Origin"));
        Assert.Contains("PUT", preflight.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Equal("x-amz-checksum-crc32", preflight.Header("Access-Control-Allow-Headers"));
        Assert.Contains("ETag", put.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Equal("*", refused.Header("Access-Control-Allow-Origin"));
        Assert.Null(plain.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_buckets_own_rules_count_before_the_servers()
    {
        await using Rig rig = await Rig.StartAsync();
        byte[] rules = """
            <CORSConfiguration><CORSRule><AllowedOrigin>https://*.example</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>
            <AllowedHeader>content-type</AllowedHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>
            """u8.ToArray();
        Assert.Equal("404 NoSuchCORSConfiguration", (await rig.SendAsync("GET", null, query: [("cors", "")])).Outcome);
        Assert.Equal("200", (await rig.SendAsync("PUT", null, rules, [("cors", "")])).Outcome);
        string url = rig.Signer.Presign("PUT", Rig.Bucket, "key");

        Answer allowed = await PreflightAsync(rig, url, "PUT", "Content-Type");
        Answer method = await PreflightAsync(rig, url, "DELETE", "");
        Answer header = await PreflightAsync(rig, url, "PUT", "x-other");
        Answer put = await rig.Http.SendAsync("PUT", url, [1], ("Origin", Origin));

        Assert.Equal((200, Origin, "60"), (allowed.Status, allowed.Header("Access-Control-Allow-Origin"), allowed.Header("Access-Control-Max-Age")));
        Assert.Equal("403 AccessForbidden", method.Outcome);
        Assert.Equal("403 AccessForbidden", header.Outcome);
        Assert.Null(put.Header("Access-Control-Expose-Headers"));
        Assert.Equal("204", (await rig.SendAsync("DELETE", null, query: [("cors", "")])).Outcome);
        Assert.Equal("*", (await PreflightAsync(rig, url, "DELETE", "")).Header("Access-Control-Allow-Origin"));
    }

    private static Task<Answer> PreflightAsync(Rig rig, string url, string method, string headers) => rig.Http.SendAsync(
        "OPTIONS", url, null, ("Origin", Origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));
}
