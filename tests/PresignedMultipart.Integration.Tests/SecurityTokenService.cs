using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace PresignedMultipart.Integration.Tests;

/// <summary>The server's STS, which hands out credentials that end. One call by hand: the SDK has a package of its own for it.</summary>
internal static class SecurityTokenService
{
    private const string ContentType = "application/x-www-form-urlencoded; charset=utf-8";

    /// <summary><c>AssumeRole</c>, for as many seconds; on Amazon's no fewer than 900.</summary>
    public static async Task<SessionAWSCredentials> AssumeRoleAsync(Uri endpoint, string region, string accessKey, string secretKey, string roleArn, int seconds)
    {
        string body = $"Action=AssumeRole&Version=2011-06-15&RoleSessionName=tests&RoleArn={Uri.EscapeDataString(roleArn)}&DurationSeconds={seconds.ToString(CultureInfo.InvariantCulture)}";
        string bodyHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        DateTime now = DateTime.UtcNow;
        string date = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        // Ceph insists on a signed content type here.
        const string SignedHeaders = "content-type;host;x-amz-content-sha256;x-amz-date";
        string canonical = $"POST\n/\n\ncontent-type:{ContentType}\nhost:{endpoint.Authority}\nx-amz-content-sha256:{bodyHash}\nx-amz-date:{date}\n\n{SignedHeaders}\n{bodyHash}";
        AWS4SigningResult signature = AWS4Signer.ComputeSignature(accessKey, secretKey, region, now, "sts", SignedHeaders, canonical);

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        request.Headers.TryAddWithoutValidation("x-amz-date", date);
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", bodyHash);
        request.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
        using HttpResponseMessage answer = await http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"AssumeRole was answered {(int)answer.StatusCode}: {text}", inner: null, answer.StatusCode);
        }

        Dictionary<string, string> credentials = XDocument.Parse(text).Descendants().First(element => element.Name.LocalName == "Credentials")
            .Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
        return new SessionAWSCredentials(credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"]);
    }
}
