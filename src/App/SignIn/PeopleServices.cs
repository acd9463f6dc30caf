using Microsoft.AspNetCore.Identity;

namespace Qingyuan.App.SignIn;

/// <summary>What sign-in needs from the host (登录服务).</summary>
internal static class PeopleServices
{
    public static void AddPeople(this IServiceCollection services, Node node)
    {
        services.AddSingleton(_ => AccountFile.Open(node.Options.Keys));
        services.AddSingleton<Accounts>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton<CeremonyRoom>();
        services.AddSingleton<Audit>();
        services.AddSingleton<ActDesk>();
        services.AddIdentityCore<Account>();
        services.AddScoped<IUserStore<Account>, PasskeyStore>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddScoped<PasskeyDoor>();
        services.Configure<IdentityPasskeyOptions>(Passkeys.Configure);
    }
}
