using System.Security.Cryptography;
using System.Text;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>What a browser asks before it sends: docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html.</summary>
internal static class CorsCases
{
    private const string Origin = "https://app.example.com";

    public static IEnumerable<AgreementCase> All { get; } =
    [
        new(
            "a page of an origin that is allowed asks to put",
            $"200, Access-Control-Allow-Origin: {Origin}, Access-Control-Allow-Methods: PUT, Access-Control-Allow-Headers: x-amz-meta-a, Access-Control-Max-Age: 60",
            s => AskFirstAsync(s, Origin, "PUT", "Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age")),
        new("a page of another origin asks to put", "403 AccessForbidden", s => AskFirstAsync(s, "https://evil.example.com", "PUT")),
        new("a page asks for a method that is not allowed", "403 AccessForbidden", s => AskFirstAsync(s, Origin, "DELETE")),
        new("a page puts", $"200, Access-Control-Allow-Origin: {Origin}, its ETag can be read", async s =>
        {
            await AllowAsync(s);
            Answer answer = await s.SendAsync("PUT", s.Sign("PUT"), S3Dialogue.NineBytes, ("Origin", Origin));
            bool readable = answer.Header("Access-Control-Expose-Headers")?.Contains("ETag", StringComparison.OrdinalIgnoreCase) == true;
            return $"{answer.Say("Access-Control-Allow-Origin")}, its ETag can{(readable ? "" : "not")} be read";
        }),
        new("a page of another origin puts", "200, Access-Control-Allow-Origin: (none)", async s =>
        {
            await AllowAsync(s);
            return (await s.SendAsync("PUT", s.Sign("PUT"), S3Dialogue.NineBytes, ("Origin", "https://evil.example.com"))).Say("Access-Control-Allow-Origin");
        }),
    ];

    private static async Task<string> AskFirstAsync(S3Dialogue s, string origin, string method, params string[] shown)
    {
        await AllowAsync(s);
        return (await s.SendAsync(
            "OPTIONS", s.Sign("PUT"), null, ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "x-amz-meta-a"))).Say(shown);
    }

    private static Task<Answer> AllowAsync(S3Dialogue s)
    {
        byte[] rules = Encoding.UTF8.GetBytes(
            $"<CORSConfiguration><CORSRule><AllowedOrigin>{Origin}</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader>" +
            "<MaxAgeSeconds>60</MaxAgeSeconds><ExposeHeader>ETag</ExposeHeader></CORSRule></CORSConfiguration>");
#pragma warning disable CA5351 // S3 asks for it.
        string sum = Convert.ToBase64String(MD5.HashData(rules));
#pragma warning restore CA5351
        return s.SendAsync("PUT", otherKey: null, [("cors", "")], rules, ("Content-MD5", sum));
    }
}
