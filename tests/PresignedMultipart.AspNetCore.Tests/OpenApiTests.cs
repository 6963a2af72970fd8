using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PresignedMultipart.AspNetCore.Tests.Support;

namespace PresignedMultipart.AspNetCore.Tests;

public class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The document in docs/openapi.json is what a host publishes; <c>UPDATE_OPENAPI=1</c> writes it.</summary>
    [Fact]
    public async Task The_hosts_document_has_every_endpoint_and_is_the_one_in_the_documentation()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(
            storage,
            new TestPolicy(),
            endpoints =>
            {
                ((WebApplication)endpoints).MapOpenApi();
                endpoints.MapPresignedMultipart();
                endpoints.MapClassicUploadEndpoints();
                endpoints.MapCompanionS3Endpoints("/companion");
                endpoints.MapUploadProxy();
            },
            uploads => uploads.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase))).AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "PresignedMultipart";
                document.Info.Version = "1";
                document.Servers?.Clear();
                return Task.CompletedTask;
            })));
        using Client client = backEnd.ClientOf();

        JsonNode document = JsonNode.Parse(await client.Http.GetStringAsync("/openapi/v1.json"))!;

        Assert.Equal(
            [
                "/companion/s3/form post", "/companion/s3/multipart post", "/companion/s3/multipart/{uploadId} delete", "/companion/s3/multipart/{uploadId} get",
                "/companion/s3/multipart/{uploadId}/batch get", "/companion/s3/multipart/{uploadId}/complete post", "/companion/s3/multipart/{uploadId}/{partNumber} get",
                "/companion/s3/params get", "/complete-upload post", "/get-upload-url get", "/proxy post", "/proxy/{key} put", "/start-upload get",
                "/uploads/abort post", "/uploads/complete post", "/uploads/create post", "/uploads/list-parts post", "/uploads/outcome post",
                "/uploads/presign-parts post", "/uploads/presign-put post",
            ],
            document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{path.Key} {operation.Key}")).Order(StringComparer.Ordinal));
        string file = Path.Combine(Root(), "docs", "openapi.json");
        string text = document.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(file, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), text, ignoreLineEndingDifferences: true);
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
