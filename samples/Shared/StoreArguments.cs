using System.CommandLine;
using PresignedMultipart.S3;

namespace Samples;

/// <summary>The options that name a store and the credentials for it.</summary>
internal sealed class StoreArguments
{
    private readonly Option<Uri?> _endpoint = new("--endpoint") { Description = "URL of an S3-compatible store; Amazon S3 by default.", CustomParser = ParseUrl };
    private readonly Option<string?> _region = new("--region") { Description = "The region; AWS_REGION or the profile's by default." };
    private readonly Option<string?> _accessKey = new("--access-key") { Description = "Access key; the usual AWS environment or profile by default." };
    private readonly Option<string?> _secretKey = new("--secret-key") { Description = "Secret key, with --access-key." };
    private readonly Option<string?> _profile = new("--profile") { Description = "A profile of the AWS configuration files." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _endpoint, _region, _accessKey, _secretKey, _profile })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether any of them was given.</summary>
    public bool AreIn(ParseResult parsed) =>
        new Option[] { _endpoint, _region, _accessKey, _secretKey, _profile }.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>The same options for another command, to be shown: without the secret.</summary>
    public IEnumerable<string> Repeat(ParseResult parsed)
    {
        foreach (Option option in new Option[] { _endpoint, _region, _accessKey, _secretKey, _profile })
        {
            if (parsed.GetResult(option) is { Implicit: false } given)
            {
                yield return option.Name;
                yield return option == _secretKey ? "..." : given.Tokens[0].Value;
            }
        }
    }

    public S3ProviderOptions Read(ParseResult parsed) => new()
    {
        Endpoint = parsed.GetValue(_endpoint),
        Region = parsed.GetValue(_region),
        AccessKey = parsed.GetValue(_accessKey),
        SecretKey = parsed.GetValue(_secretKey),
        Profile = parsed.GetValue(_profile),
    };

    private static Uri? ParseUrl(System.CommandLine.Parsing.ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))
        {
            return url;
        }

        argument.AddError($"'{text}' is no http or https URL, such as https://s3.example.com.");
        return null;
    }
}
