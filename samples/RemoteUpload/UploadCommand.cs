using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PresignedMultipart;
using PresignedMultipart.Remote;
using Samples;

namespace RemoteUpload;

/// <summary><c>remoteupload FILE --backend URL</c></summary>
internal static class UploadCommand
{
    // Proves to the back end who calls; kept out of the command line, which other users of the machine can see.
    private const string TokenVariable = "REMOTEUPLOAD_TOKEN";

    public static RootCommand Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The file." };
        var backend = new Option<Uri>("--backend") { Description = "The back end's address, for example https://api.example.com/uploads.", Required = true, CustomParser = ParseUrl };
        var contract = new Option<BackendContract>("--contract") { Description = "What the back end speaks: native, classic or companion; native by default." };
        var bucket = new Option<string>("--bucket") { Description = "The bucket; the back end may choose another.", Required = true };
        var key = new Option<string?>("--key") { Description = "The object's key; the file's name by default. The back end may choose another." };

        var command = new RootCommand($"Uploads a file through a back end's pre-signed URLs. A bearer token for the back end is taken from {TokenVariable}.") { file, backend, contract, bucket, key };
        CommandLine.SetAction(command, async (parsed, cancellationToken) =>
        {
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
            builder.Services.AddPresignedMultipart().AddRemoteProvider(options =>
            {
                options.BaseAddress = parsed.GetValue(backend);
                options.Contract = parsed.GetValue(contract);
            }).ConfigureHttpClient(http => http.DefaultRequestHeaders.Authorization =
                Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? new AuthenticationHeaderValue("Bearer", token) : null);
            using IHost host = builder.Build();

            FileInfo source = parsed.GetRequiredValue(file);
            var target = new UploadTarget(parsed.GetRequiredValue(bucket), parsed.GetValue(key) ?? source.Name);
            var uploader = host.Services.GetRequiredService<IMultipartUploader>();
            UploadResult result = await UploadDisplay.ShowAsync(progress => uploader.UploadFileAsync(source.FullName, target, progress, cancellationToken));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"s3://{result.Bucket}/{result.Key}  {result.Length} bytes  {result.PartCount} part(s)  {result.Elapsed.TotalSeconds:0.00} s"));
            return 0;
        });
        return command;
    }

    private static Uri? ParseUrl(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))
        {
            return url;
        }

        argument.AddError($"'{text}' is no http or https URL, such as https://api.example.com/uploads.");
        return null;
    }
}
