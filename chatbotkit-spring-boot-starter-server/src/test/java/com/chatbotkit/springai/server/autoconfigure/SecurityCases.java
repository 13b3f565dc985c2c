/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.server.autoconfigure;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.crypto.spec.SecretKeySpec;

import com.chatbotkit.springai.server.autoconfigure.ServedApplication.Answer;
import com.chatbotkit.springai.server.chat.ChatClientAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests of an application that serves its agents and has Spring Security.
 */
abstract class SecurityCases {

	private static final String PREFIX = "spring.ai.chatbotkit.server.";

	private static final String WITH_KEY = PREFIX + "keys.test.secret=" + ServedApplication.KEY;

	private static final String BODY = "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

	private static final String STREAM = BODY.replace("\"messages\"", "\"stream\":true,\"messages\"");

	// ann:secret
	private static final String BASIC = "Authorization: Basic YW5uOnNlY3JldA==";

	private final WebApplicationType web;

	private ServedApplication application;

	SecurityCases(WebApplicationType web) {
		this.web = web;
	}

	private void start(Class<?> configuration, String... properties) {
		this.application = ServedApplication.startSecured(this.web, configuration, properties);
	}

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	private static String bearer(String token) {
		return "Authorization: Bearer " + token;
	}

	private Answer get(String path, String... headers) {
		return this.application.request("GET", path, "", headers);
	}

	@Test
	void aKeyOpensTheEndpointWithoutSessionFormOrCsrfToken() {
		start(Plain.class, WITH_KEY);
		Answer answer = this.application.post(BODY);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headers()).doesNotContainKeys("Set-Cookie", "Location")
			.containsEntry("X-Content-Type-Options", "nosniff");
		assertThat(this.application.request("POST", "/v1/openai/chat/completions", BODY).status()).isEqualTo(200);
		Answer stream = this.application.post(STREAM);
		assertThat(stream.headers()).containsEntry("Content-Type", "text/event-stream");
		assertThat(stream.body()).endsWith("data: [DONE]\n\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization:", "Authorization: Bearer sk-wrong-0123456789abcdef0123456789",
			"Authorization: Basic YW5uOnNlY3JldA==", "Cookie: JSESSIONID=1\r\nAuthorization:" })
	void whoHasNoKeyReadsIt(String header) {
		start(Plain.class, WITH_KEY);
		for (String body : List.of(BODY, STREAM)) {
			Answer answer = this.application.post(body, header.split("\r\n"));
			assertThat(answer.status()).isEqualTo(401);
			assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"agents\"")
				.containsEntry("Content-Type", "application/json")
				.doesNotContainKeys("Set-Cookie", "Location");
			assertThat(answer.body()).contains("\"code\":\"invalid_api_key\"");
		}
	}

	/** Also where no chain but Spring Security's own would protect it. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theRestOfTheApplicationIsProtectedAsBefore(boolean actuator) {
		start(Plain.class, WITH_KEY, actuator ? "spring.main.banner-mode=off"
				: "spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration");
		for (String path : List.of("/", "/other", "/v1", "/v1/other", "/v1x/models", "/v1/models/../../other")) {
			assertThat(get(path).status()).as(path).isIn(302, 400, 401);
		}
		assertThat(get("/other", BASIC).status()).isEqualTo(404);
	}

	@Test
	void theSlashOfAnIdMayBeEscapedHereAndNowhereElse() {
		start(Plain.class, WITH_KEY);
		for (String path : List.of("/v1/models/bot%2Fid=support", "/v1/models/bot%2fid=support",
				"/v1/openai/models/bot%2Fid=support", "/v1/models/bot/id=support")) {
			Answer answer = get(path);
			assertThat(answer.status()).as(path).isEqualTo(200);
			assertThat(answer.body()).contains("\"id\":\"bot/id=support\"");
		}
		for (String path : List.of("/other%2Fpath", "/v1/models/..%2F..%2Fother", "/v1/models/%2F%2Fother",
				"/v1/models/bot%252Fid=support")) {
			// Over MVC the page of the error is protected too.
			assertThat(get(path, BASIC).status()).as(path).isIn(400, 401);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { BODY_MARK, STREAM_MARK })
	void aJwtIsAcceptedBesideKeysAndItsSubjectIsTheCallerOfTools(String kind) {
		start(ResourceServer.class, WITH_KEY);
		String body = kind.equals(STREAM_MARK) ? STREAM : BODY;
		assertThat(this.application.post(body, bearer(SignedToken.of("ann", ""))).body()).contains("ann SCOPE? [ann]");
		assertThat(this.application.post(body, bearer(SignedToken.of("bob", "agents"))).body())
			.contains("bob SCOPE_agents [bob]");
		assertThat(this.application.post(body).body()).contains("test KEY_test [test]");
	}

	@Test
	void aJwtThatIsNotValidIsAWrongKey() {
		start(ResourceServer.class);
		long later = Instant.now().plusSeconds(600).getEpochSecond();
		for (String token : List.of(SignedToken.signed("{\"sub\":\"ann\",\"exp\":1}", SignedToken.KEY),
				SignedToken.signed("{\"sub\":\"ann\",\"exp\":" + later + "}",
						new SecretKeySpec(new byte[32], "HmacSHA256")),
				SignedToken.signed("{\"exp\":" + later + "}", SignedToken.KEY),
				SignedToken.part("{\"alg\":\"none\"}") + "." + SignedToken.part("{\"sub\":\"ann\"}") + ".", "a.b.c",
				"...", SignedToken.of("ann", "") + "x")) {
			Answer answer = this.application.post(BODY, bearer(token));
			assertThat(answer.status()).as(token).isEqualTo(401);
			assertThat(answer.headers()).containsKey("WWW-Authenticate");
			assertThat(answer.body()).contains("\"code\":\"invalid_api_key\"").doesNotContain(token);
		}
		assertThat(get("/v1/models", bearer(SignedToken.of("ann", ""))).status()).isEqualTo(200);
	}

	@Test
	void aJwtThatCannotBeCheckedNowIsNoWrongKey() {
		start(UnreachableIssuer.class);
		Answer answer = this.application.post(BODY, bearer(SignedToken.of("ann", "")));
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.headers()).containsEntry("Retry-After", "5").doesNotContainKey("WWW-Authenticate");
		assertThat(answer.body()).contains("\"code\":\"token_not_checked\"").doesNotContain("issuer.example.com");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "grants.some.models=support|The grant 'some' has no authority",
			"grants.some.authority= |The grant 'some' has no authority",
			"grants.some.authority=x,grants.some.models=|grants.some.models is empty",
			"grants.some.authority=a,grants.some.models=nobody|The grant 'some' names 'nobody', which is not served",
			"grants.some.authority=a,grants.some.concurrent=0|concurrent with value '0' is invalid" })
	void aGrantThatCannotWorkIsRefusedAtTheStart(String properties, String words) {
		String[] all = Arrays.stream(properties.split(",")).map(PREFIX::concat).toArray(String[]::new);
		assertThatThrownBy(() -> start(ResourceServer.class, all)).rootCause().hasMessageContaining(words);
	}

	@Test
	void whatAJwtMayUseIsGrantedToItsAuthorities() {
		start(ResourceServer.class, PREFIX + "grants.some.authority=SCOPE_some", PREFIX + "grants.some.models=support",
				PREFIX + "grants.some.requests-per-minute=1", PREFIX + "grants.all.authority=SCOPE_all");
		Answer none = this.application.post(BODY, bearer(SignedToken.of("ann", "other")));
		assertThat(none.status()).isEqualTo(403);
		assertThat(none.body()).contains("\"code\":\"insufficient_scope\"", "\"type\":\"permission_error\"");
		String some = bearer(SignedToken.of("ann", "other some"));
		assertThat(get("/v1/models", some).body()).contains("bot/id=support").doesNotContain("bot/id=other");
		assertThat(get("/v1/models", bearer(SignedToken.of("ann", "all"))).body()).contains("bot/id=support",
				"bot/id=other");
		assertThat(this.application.post(BODY.replace("support", "other"), some).status()).isEqualTo(404);
		assertThat(this.application.post(BODY, some).status()).isEqualTo(200);
		assertThat(this.application.post(BODY, some).status()).isEqualTo(429);
		assertThat(this.application.post(BODY, bearer(SignedToken.of("bob", "some"))).status()).isEqualTo(200);
	}

	@Test
	void aSubjectThatIsCalledLikeAKeySharesNothingWithIt() {
		start(ResourceServer.class, WITH_KEY, PREFIX + "keys.test.requests-per-minute=1",
				PREFIX + "agents.support.conversation=header");
		String token = bearer(SignedToken.of("test", ""));
		for (int i = 0; i < 3; i++) {
			assertThat(this.application.post(BODY, token, "X-Conversation-Id: c").status()).isEqualTo(200);
		}
		assertThat(this.application.post(BODY, "X-Conversation-Id: c").status()).isEqualTo(200);
		assertThat(this.application.post(BODY, "X-Conversation-Id: c").status()).isEqualTo(429);
		this.application.post(BODY, bearer(SignedToken.of("test/c", "")), "X-Conversation-Id: d");
		this.application.post(BODY, token, "X-Conversation-Id: c/d");
		assertThat(this.application.bean(WhoAmI.class).conversations).doesNotHaveDuplicates().hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { BODY_MARK, STREAM_MARK })
	void callersAtTheSameTimeNeverSeeEachOther(String kind) throws Exception {
		start(ResourceServer.class);
		String body = kind.equals(STREAM_MARK) ? STREAM : BODY;
		WhoAmI tool = this.application.bean(WhoAmI.class);
		int callers = 8;
		ExecutorService clients = Executors.newFixedThreadPool(callers);
		try {
			for (int round = 0; round < 3; round++) {
				tool.together = new CyclicBarrier(callers);
				List<Future<Answer>> answers = new java.util.ArrayList<>();
				for (int i = 0; i < callers; i++) {
					String token = bearer(SignedToken.of("caller-" + i, ""));
					answers.add(clients.submit(() -> this.application.post(body, token)));
				}
				for (int i = 0; i < callers; i++) {
					assertThat(answers.get(i).get(60, TimeUnit.SECONDS).body()).contains("caller-" + i + " SCOPE? [");
				}
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	@Test
	void withoutAKeyAndWithNothingThatProtectsThePathTheApplicationDoesNotStart() {
		assertThatThrownBy(() -> start(Plain.class)).rootCause().hasMessageContaining("no key protects them");
		assertThatThrownBy(() -> start(ResourceServer.class, PREFIX + "jwt=false")).rootCause()
			.hasMessageContaining("no key protects them");
	}

	@Test
	void withoutAKeyAFilterChainOfTheApplicationSaysWhoTheCallerIs() {
		start(OwnChain.class);
		assertThat(this.application.post(BODY, BASIC).body()).contains("ann ROLE_USER [ann]");
		assertThat(this.application.post(STREAM, BASIC).body()).contains("ann ROLE_USER [ann]");
		assertThat(this.application.post(BODY).status()).isEqualTo(401);
		assertThat(this.application.post(BODY, "Authorization:").status()).isEqualTo(401);
	}

	@Test
	void aFilterChainOfTheApplicationThatNamesThePathComesFirst() {
		start(OwnChainForThePath.class, WITH_KEY);
		assertThat(this.application.post(BODY, BASIC).body()).contains("ann ROLE_USER [ann]");
		assertThat(this.application.post(BODY).headers().get("WWW-Authenticate")).doesNotContain("agents");
	}

	@ParameterizedTest
	@ValueSource(strings = { BODY_MARK, STREAM_MARK })
	void aFilterChainOfTheApplicationMayReadOpaqueTokens(String kind) {
		start(OpaqueTokens.class, WITH_KEY);
		String body = kind.equals(STREAM_MARK) ? STREAM : BODY;
		assertThat(this.application.post(body, bearer("opaque-ann")).body()).contains("ann SCOPE_agents [ann]");
		assertThat(this.application.post(body, bearer("opaque-bob")).body()).contains("bob SCOPE_agents [bob]");
		for (String token : List.of("unknown", "a.b.c")) {
			Answer answer = this.application.post(body, bearer(token));
			assertThat(answer.status()).isEqualTo(401);
			assertThat(answer.headers().get("WWW-Authenticate")).startsWith("Bearer");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { BODY_MARK, STREAM_MARK })
	void aToolMayBeForSomeCallersOnly(String kind) {
		start(GuardedTool.class, WITH_KEY, PREFIX + "keys.other.secret=sk-other-0123456789abcdef0123456789");
		String body = kind.equals(STREAM_MARK) ? STREAM : BODY;
		String other = bearer("sk-other-0123456789abcdef0123456789");
		for (int i = 0; i < 3; i++) {
			assertThat(this.application.post(body).body()).contains("test KEY_test [test]");
			assertThat(this.application.post(body, other).body()).contains("Access Denied").doesNotContain("KEY_");
		}
		assertThat(this.application.post(body, bearer(SignedToken.of("ann", ""))).body()).contains("Access Denied");
	}

	@Test
	void aFilterChainOfTheSameNameTakesThePlaceOfTheEndpoints() {
		start(Replaced.class, WITH_KEY);
		assertThat(this.application.post(BODY).status()).isEqualTo(403);
	}

	static final String BODY_MARK = "call";

	static final String STREAM_MARK = "stream";

	/** Tells its caller who that is, by name, authority and tool context. */
	public static class WhoAmI {

		final List<Object> conversations = new CopyOnWriteArrayList<>();

		volatile CyclicBarrier together = new CyclicBarrier(1);

		@Tool(name = "whoami", description = "Says who calls")
		public String whoAmI(ToolContext context) throws Exception {
			Map<String, Object> known = context.getContext();
			if (known.containsKey(ChatClientAgent.CONVERSATION)
					&& !this.conversations.contains(known.get(ChatClientAgent.CONVERSATION))) {
				this.conversations.add(known.get(ChatClientAgent.CONVERSATION));
			}
			this.together.await(60, TimeUnit.SECONDS);
			Authentication caller = SecurityContextHolder.getContext().getAuthentication();
			return caller.getName() + " "
					+ caller.getAuthorities()
						.stream()
						.map((authority) -> authority.getAuthority())
						.filter((authority) -> !authority.startsWith("FACTOR_"))
						.findFirst()
						.orElse("SCOPE?")
					+ " [" + known.get(ChatClientAgent.KEY) + "]";
		}

	}

	/** Asks its tool, and answers what that says. */
	static class AskingModel implements ChatModel {

		@Override
		public ChatOptions getOptions() {
			return ToolCallingChatOptions.builder().build();
		}

		@Override
		public ChatResponse call(Prompt prompt) {
			List<Message> messages = prompt.getInstructions();
			if (messages.get(messages.size() - 1) instanceof ToolResponseMessage results) {
				return new ChatResponse(
						List.of(new Generation(new AssistantMessage(results.getResponses().get(0).responseData()))));
			}
			return new ChatResponse(List.of(new Generation(AssistantMessage.builder()
				.content("")
				.toolCalls(List.of(ScriptedModel.call("a", "whoami", "{}")))
				.build())));
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return Flux.defer(() -> Flux.just(call(prompt)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		WhoAmI whoAmI() {
			return new WhoAmI();
		}

		@Bean
		ChatClient support(WhoAmI tool) {
			return ChatClient.builder(new AskingModel()).defaultTools(tool).build();
		}

		@Bean
		ChatClient other(WhoAmI tool) {
			return ChatClient.builder(new AskingModel()).defaultTools(tool).build();
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(ann());
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		ReactiveUserDetailsService reactiveUsers() {
			return new MapReactiveUserDetailsService(ann());
		}

		private static UserDetails ann() {
			return User.withUsername("ann").password("{noop}secret").roles("USER").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ResourceServer extends Plain {

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		JwtDecoder jwtDecoder() {
			return NimbusJwtDecoder.withSecretKey(SignedToken.KEY).macAlgorithm(MacAlgorithm.HS256).build();
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		ReactiveJwtDecoder reactiveJwtDecoder() {
			return NimbusReactiveJwtDecoder.withSecretKey(SignedToken.KEY).macAlgorithm(MacAlgorithm.HS256).build();
		}

	}

	/** Has decoders that cannot fetch the keys of their issuer. */
	@Configuration(proxyBeanMethods = false)
	static class UnreachableIssuer extends Plain {

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		JwtDecoder jwtDecoder() {
			return (token) -> {
				throw new JwtException("No keys of https://issuer.example.com");
			};
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		ReactiveJwtDecoder reactiveJwtDecoder() {
			return (token) -> Mono.error(new JwtException("No keys of https://issuer.example.com"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChain extends Plain {

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		SecurityFilterChain everything(HttpSecurity http) {
			return http.csrf(AbstractHttpConfigurer::disable)
				.httpBasic(Customizer.withDefaults())
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.build();
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		SecurityWebFilterChain everythingReactive(ServerHttpSecurity http) {
			return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.httpBasic(Customizer.withDefaults())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChainForThePath extends Plain {

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		SecurityFilterChain agents(HttpSecurity http) {
			return http.securityMatcher("/v1/**")
				.csrf(AbstractHttpConfigurer::disable)
				.httpBasic(Customizer.withDefaults())
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.build();
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		SecurityWebFilterChain agentsReactive(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/v1/**"))
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.httpBasic(Customizer.withDefaults())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpaqueTokens extends Plain {

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		SecurityFilterChain agents(HttpSecurity http) {
			return http.securityMatcher("/v1/**")
				.csrf(AbstractHttpConfigurer::disable)
				.oauth2ResourceServer(
						(server) -> server.opaqueToken((tokens) -> tokens.introspector(OpaqueTokens::introspected)))
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.build();
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		SecurityWebFilterChain agentsReactive(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/v1/**"))
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.oauth2ResourceServer((server) -> server.opaqueToken(
						(tokens) -> tokens.introspector((token) -> Mono.fromCallable(() -> introspected(token)))))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.build();
		}

		private static OAuth2AuthenticatedPrincipal introspected(String token) {
			if (!token.startsWith("opaque-")) {
				throw new BadOpaqueTokenException("Nobody knows it");
			}
			String name = token.substring("opaque-".length());
			return new DefaultOAuth2AuthenticatedPrincipal(name, Map.of("sub", name),
					AuthorityUtils.createAuthorityList("SCOPE_agents"));
		}

	}

	/** Its tool is for the key {@code test} only. */
	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class GuardedTool extends ResourceServer {

		@Bean
		@Override
		WhoAmI whoAmI() {
			return new Guarded();
		}

		public static class Guarded extends WhoAmI {

			@Override
			@Tool(name = "whoami", description = "Says who calls")
			@PreAuthorize("hasAuthority('KEY_test')")
			public String whoAmI(ToolContext context) throws Exception {
				return super.whoAmI(context);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Replaced extends Plain {

		@Bean("chatBotKitServerSecurityFilterChain")
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		SecurityFilterChain nobody(HttpSecurity http) {
			return http.csrf(AbstractHttpConfigurer::disable)
				.httpBasic(AbstractHttpConfigurer::disable)
				.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll())
				.build();
		}

		@Bean("chatBotKitServerSecurityFilterChain")
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		SecurityWebFilterChain nobodyReactive(ServerHttpSecurity http) {
			return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.exceptionHandling((exceptions) -> exceptions
					.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.FORBIDDEN)))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().denyAll())
				.build();
		}

	}

}
