using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PresignedMultipart.AspNetCore;
using PresignedMultipart.AspNetCore.Uploads;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a host answer clients that have no credentials.</summary>
public static class UploadEndpointBuilderExtensions
{
    /// <summary>
    /// Adds what the upload endpoints need. Tickets are sealed with ASP.NET Data Protection: several instances serve one upload when they
    /// share its keys and its application name. Map the endpoints with <c>MapPresignedMultipart</c> and its siblings.
    /// </summary>
    /// <param name="builder">The uploader whose provider signs; it needs no options of its own unless bytes go through the server.</param>
    /// <param name="configure">Sets options. They are checked when the host starts.</param>
    /// <returns>The same builder, to add the policy.</returns>
    public static IPresignedMultipartBuilder AddUploadEndpoints(this IPresignedMultipartBuilder builder, Action<UploadEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDataProtection();
        builder.Services.AddOptions<UploadEndpointOptions>(builder.Name).Configure(configure ?? (_ => { })).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UploadEndpointOptions>, UploadEndpointOptionsValidator>());
        return builder;
    }

    /// <summary>Adds the policy, made anew for each request; the last one wins.</summary>
    /// <typeparam name="TPolicy">The policy. Its constructor can take services.</typeparam>
    /// <param name="builder">The uploader.</param>
    /// <returns>The same builder.</returns>
    public static IPresignedMultipartBuilder AddUploadPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>(this IPresignedMultipartBuilder builder)
        where TPolicy : class, IUploadPolicy
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = builder.Name.Length == 0
            ? builder.Services.AddScoped<IUploadPolicy, TPolicy>()
            : builder.Services.AddKeyedScoped<IUploadPolicy, TPolicy>(builder.Name);
        return builder;
    }

    /// <summary>Adds a policy that is one decision, for the caller whom the user's claims name.</summary>
    /// <param name="builder">The uploader.</param>
    /// <param name="decide">Decides, as <see cref="IUploadPolicy.DecideAsync"/>.</param>
    /// <returns>The same builder.</returns>
    public static IPresignedMultipartBuilder AddUploadPolicy(this IPresignedMultipartBuilder builder, Func<UploadRequest, UploadDecision> decide)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(decide);
        var policy = new DelegatePolicy(decide);
        _ = builder.Name.Length == 0
            ? builder.Services.AddSingleton<IUploadPolicy>(policy)
            : builder.Services.AddKeyedSingleton<IUploadPolicy>(builder.Name, policy);
        return builder;
    }
}
