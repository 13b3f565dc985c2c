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

import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.server.access.CallerLookup;
import com.chatbotkit.springai.server.access.ChatBotKitServerAccess;
import com.chatbotkit.springai.server.access.KeyAccess;
import com.chatbotkit.springai.server.chat.CallerScope;
import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverterAdapter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

/**
 * Puts the endpoint beside Spring Security: with a filter chain of its own, JWTs beside
 * keys, and the caller in the security context of tools.
 */
// After all that bring a filter chain only where there is none yet, so that the rest of
// the application is protected as before.
@AutoConfiguration(after = ChatBotKitServerAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication
@ConditionalOnClass({ SecurityContext.class, HttpSecurity.class, SecurityFilterChain.class })
@Conditional(OnServerFlag.Enabled.class)
public final class ChatBotKitServerSecurityAutoConfiguration {

	/** The name of the endpoint's filter chain; a bean of that name takes its place. */
	static final String CHAIN = "chatBotKitServerSecurityFilterChain";

	static final String OTHER_PATHS = "chatBotKitServerOtherPathsSecurityFilterChain";

	// Before those of the application, one of which may match every request.
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	@Bean
	@ConditionalOnMissingBean
	CallerScope chatBotKitServerCallerScope() {
		return new SecurityCallerScope();
	}

	@Bean
	@ConditionalOnMissingBean(CallerLookup.class)
	AuthenticatedCallers chatBotKitServerCallers(ChatBotKitServerProperties properties, AgentDirectory agents,
			ObjectProvider<TokenReader> tokens, ConfigurableListableBeanFactory beans) {
		return new AuthenticatedCallers(GrantFactory.create(properties.grants(), agents), tokens.getIfAvailable(),
				ApplicationChains.present(beans, SecurityFilterChain.class)
						|| ApplicationChains.present(beans, SecurityWebFilterChain.class));
	}

	/** Whether the endpoint knows callers itself, or leaves that to other chains. */
	private static boolean knowsCallers(ChatBotKitServerAccess access, CallerLookup callers) {
		return !(access instanceof KeyAccess keys) || keys.hasKeys() || !(callers instanceof AuthenticatedCallers known)
				|| known.readsTokens();
	}

	private static <T> List<T> others(ListableBeanFactory beans, Class<T> type) {
		Map<String, T> chains = beans.getBeansOfType(type);
		chains.remove(CHAIN);
		return List.copyOf(chains.values());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JwtDecoder.class, JwtAuthenticationConverter.class })
	@Conditional(OnServerFlag.Jwt.class)
	static class Tokens {

		@Bean
		@ConditionalOnSingleCandidate(ReactiveJwtDecoder.class)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		TokenReader chatBotKitServerReactiveTokens(ReactiveJwtDecoder decoder,
				ObjectProvider<Converter<Jwt, Mono<AbstractAuthenticationToken>>> converter) {
			return JwtReaders.reactive(decoder, converter
				.getIfUnique(() -> new ReactiveJwtAuthenticationConverterAdapter(new JwtAuthenticationConverter())));
		}

		@Bean
		@ConditionalOnSingleCandidate(JwtDecoder.class)
		@ConditionalOnMissingBean(TokenReader.class)
		TokenReader chatBotKitServerTokens(JwtDecoder decoder, ObjectProvider<JwtAuthenticationConverter> converter) {
			return JwtReaders.of(decoder, converter.getIfUnique(JwtAuthenticationConverter::new));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnBean(HttpSecurity.class)
	static class WebMvc {

		@Bean
		@Order(ORDER)
		@ConditionalOnMissingBean(name = CHAIN)
		SecurityFilterChain chatBotKitServerSecurityFilterChain(HttpSecurity http, HttpEndpoint endpoint,
				ChatBotKitServerAccess access, CallerLookup callers, ListableBeanFactory beans) {
			ServedRequestMatcher served = new ServedRequestMatcher(endpoint,
					() -> others(beans, SecurityFilterChain.class));
			http.securityMatcher(knowsCallers(access, callers) ? served : (request) -> false)
				.csrf(AbstractHttpConfigurer::disable)
				.cors(AbstractHttpConfigurer::disable)
				.logout(AbstractHttpConfigurer::disable)
				.requestCache(AbstractHttpConfigurer::disable)
				.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				// The endpoint asks who it is, and answers in the form that clients know.
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.headers((headers) -> headers.addObjectPostProcessor(new EagerHeaders()));
			return http.build();
		}

		@Bean
		EscapedSlashFilter chatBotKitServerPlainPaths(HttpEndpoint endpoint) {
			return new EscapedSlashFilter(endpoint);
		}

		/** Later ones would be written while another thread writes the answer. */
		private static final class EagerHeaders implements ObjectPostProcessor<HeaderWriterFilter> {

			@Override
			public <O extends HeaderWriterFilter> O postProcess(O filter) {
				filter.setShouldWriteHeadersEagerly(true);
				return filter;
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnBean(ServerHttpSecurity.class)
	static class WebFlux {

		/**
		 * Protects all other paths as Spring Security does without any chain. It would
		 * take the chain of the endpoint for one that protects everything.
		 */
		@Bean(OTHER_PATHS)
		@ConditionalOnMissingBean(SecurityWebFilterChain.class)
		SecurityWebFilterChain chatBotKitServerOtherPaths(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.formLogin(Customizer.withDefaults())
				.build();
		}

		@Bean
		@Order(ORDER)
		@ConditionalOnMissingBean(name = CHAIN)
		SecurityWebFilterChain chatBotKitServerSecurityFilterChain(ServerHttpSecurity http, HttpEndpoint endpoint,
				ChatBotKitServerAccess access, CallerLookup callers, ListableBeanFactory beans) {
			ServedExchangeMatcher served = new ServedExchangeMatcher(endpoint,
					() -> others(beans, SecurityWebFilterChain.class));
			return http.securityMatcher(knowsCallers(access, callers) ? served : (
					exchange) -> org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult
						.notMatch())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.cors(ServerHttpSecurity.CorsSpec::disable)
				.logout(ServerHttpSecurity.LogoutSpec::disable)
				.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
				.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
				// The endpoint asks who it is, and answers in the form that clients know.
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

		@Bean
		EscapedSlashWebFilter chatBotKitServerPlainPaths(HttpEndpoint endpoint) {
			return new EscapedSlashWebFilter(endpoint);
		}

	}

}
