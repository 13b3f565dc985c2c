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

import java.time.Duration;

import com.chatbotkit.springai.server.access.CallerLookup;
import com.chatbotkit.springai.server.access.ChatBotKitServerAccess;
import com.chatbotkit.springai.server.access.LimitBuckets;
import com.chatbotkit.springai.server.directory.AgentDirectory;
import com.chatbotkit.springai.server.contract.ContractEndpoint;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import com.chatbotkit.springai.server.observation.DefaultServerRequestConvention;
import com.chatbotkit.springai.server.observation.ServerRequestConvention;
import com.chatbotkit.springai.server.open.OpenEndpoint;
import com.chatbotkit.springai.server.open.OpenEndpoint.OpenSettings;
import com.chatbotkit.springai.server.webflux.WebFluxRoutes;
import com.chatbotkit.springai.server.webmvc.WebMvcRoutes;
import com.chatbotkit.springai.server.webmvc.ContentTypeFilter;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.micrometer.observation.ObservationRegistry;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the application's chat clients to every client of the OpenAI format.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@Conditional(OnServerFlag.Enabled.class)
@EnableConfigurationProperties(ChatBotKitServerProperties.class)
public final class ChatBotKitServerAutoConfiguration {

	// Before that of static resources, which is next to the last.
	private static final int AFTER_THE_APPLICATION = Ordered.LOWEST_PRECEDENCE - 10;

	@Bean
	static ServerPropertiesCheck chatBotKitServerPropertiesCheck() {
		return new ServerPropertiesCheck();
	}

	@Bean
	AgentThreads chatBotKitServerThreads(ChatBotKitServerProperties properties) {
		ServerPropertyChecks.check(properties);
		return new AgentThreads(properties.maxThreads(), properties.maxWaiting());
	}

	@Bean
	@ConditionalOnMissingBean
	AgentDirectory chatBotKitServerAgents(ListableBeanFactory beans, ChatBotKitServerProperties properties,
			AgentThreads threads) {
		return new AgentDirectoryFactory(beans, properties, threads.scheduler()).create();
	}

	@Bean
	@ConditionalOnMissingBean
	ChatBotKitServerAccess chatBotKitServerAccess(ChatBotKitServerProperties properties, AgentDirectory agents,
			ResourceLoader resources, ObjectProvider<CallerLookup> others, ObjectProvider<LimitBuckets> buckets,
			ObjectProvider<ProxyManager<String>> stores) {
		ClassLoader classLoader = resources.getClassLoader();
		return KeyAccessFactory.create(properties.keys(), agents,
				(classLoader != null) ? classLoader : ChatBotKitServerAutoConfiguration.class.getClassLoader(),
				others.getIfAvailable(() -> CallerLookup.NONE), limits(properties, buckets, stores));
	}

	/** Without a limit, no store of limits is needed. */
	private static LimitBuckets limits(ChatBotKitServerProperties properties, ObjectProvider<LimitBuckets> buckets,
			ObjectProvider<ProxyManager<String>> stores) {
		if (!properties.limited()) {
			return LimitBuckets.inMemory();
		}
		return buckets.getIfAvailable(() -> {
			ProxyManager<String> store = properties.sharedLimits() ? stores.getIfUnique() : null;
			return (store != null) ? new SharedBuckets(store, () -> {
			}) : LimitBuckets.inMemory();
		});
	}

	@Bean
	@ConditionalOnMissingBean
	HttpEndpoint chatBotKitServerEndpoint(ChatBotKitServerProperties properties, AgentDirectory agents,
			ChatBotKitServerAccess access, KeyUse use, AgentThreads threads,
			ObjectProvider<ObservationRegistry> observations, ObjectProvider<ServerRequestConvention> conventions) {
		ChatBotKitServerAccess counted = threads.of(use.of(access));
		if (properties.dialect() == ChatBotKitServerProperties.Dialect.CONTRACT) {
			return ContractEndpoint.of(properties.path(), agents, counted);
		}
		Duration timeout = properties.timeout();
		return OpenEndpoint.of(properties.path(), agents, counted,
				new OpenSettings(Math.toIntExact(properties.maxRequestSize().toBytes()), properties.keepAlive(),
						(timeout != null) ? timeout : Duration.ZERO, Disconnect.finishAfter(properties.disconnect()),
						properties.imageHosts()),
				observations.getIfUnique(() -> ObservationRegistry.NOOP),
				conventions.getIfUnique(() -> new DefaultServerRequestConvention(use.keys())));
	}

	@Bean
	KeyUse chatBotKitServerUse(ChatBotKitServerProperties properties) {
		return new KeyUse(KeyAccessFactory.names(properties.keys()));
	}

	@Bean
	EndpointShutdown chatBotKitServerShutdown(HttpEndpoint endpoint, ChatBotKitServerProperties properties) {
		return new EndpointShutdown(endpoint, properties.shutdownGrace());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(org.springframework.web.servlet.function.RouterFunction.class)
	static class WebMvc {

		@Bean
		@ConditionalOnMissingBean(name = "chatBotKitServerRoutes")
		org.springframework.web.servlet.function.RouterFunction<org.springframework.web.servlet.function.ServerResponse> chatBotKitServerRoutes(
				HttpEndpoint endpoint) {
			return WebMvcRoutes.of(endpoint);
		}

		/** Comes after all that the application serves. */
		@Bean
		org.springframework.web.servlet.function.support.RouterFunctionMapping chatBotKitServerUnservedRoutes(
				HttpEndpoint endpoint) {
			org.springframework.web.servlet.function.support.RouterFunctionMapping mapping = new org.springframework.web.servlet.function.support.RouterFunctionMapping(
					WebMvcRoutes.unserved(endpoint));
			mapping.setOrder(AFTER_THE_APPLICATION);
			return mapping;
		}

		@Bean
		WebMvcConfigurer chatBotKitServerCors(ChatBotKitServerProperties properties) {
			CorsConfiguration cors = properties.cors().toConfiguration();
			return new WebMvcConfigurer() {

				@Override
				public void addCorsMappings(org.springframework.web.servlet.config.annotation.CorsRegistry registry) {
					if (cors != null) {
						registry.addMapping(properties.path() + "/**").combine(cors);
					}
				}

			};
		}

		@Bean
		ContentTypeFilter chatBotKitServerMediaTypes(HttpEndpoint endpoint) {
			return new ContentTypeFilter(endpoint);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(org.springframework.web.reactive.function.server.RouterFunction.class)
	static class WebFlux {

		@Bean
		@ConditionalOnMissingBean(name = "chatBotKitServerRoutes")
		org.springframework.web.reactive.function.server.RouterFunction<org.springframework.web.reactive.function.server.ServerResponse> chatBotKitServerRoutes(
				HttpEndpoint endpoint) {
			return WebFluxRoutes.of(endpoint);
		}

		/** Comes after all that the application serves. */
		@Bean
		org.springframework.web.reactive.function.server.support.RouterFunctionMapping chatBotKitServerUnservedRoutes(
				HttpEndpoint endpoint) {
			org.springframework.web.reactive.function.server.support.RouterFunctionMapping mapping = new org.springframework.web.reactive.function.server.support.RouterFunctionMapping(
					WebFluxRoutes.unserved(endpoint));
			mapping.setOrder(AFTER_THE_APPLICATION);
			return mapping;
		}

		@Bean
		WebFluxConfigurer chatBotKitServerCors(ChatBotKitServerProperties properties) {
			CorsConfiguration cors = properties.cors().toConfiguration();
			return new WebFluxConfigurer() {

				@Override
				public void addCorsMappings(org.springframework.web.reactive.config.CorsRegistry registry) {
					if (cors != null) {
						registry.addMapping(properties.path() + "/**").combine(cors);
					}
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
	static class Tomcat {

		/** Clients escape the slash of an id in models/{id}, which Tomcat refuses. */
		@Bean
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> chatBotKitServerEscapedSlashes() {
			return (factory) -> factory.addConnectorCustomizers(
					(connector) -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
		}

		/**
		 * Where the client of a stream goes away, Tomcat may use its response for
		 * somebody else's request while the agent's thread still is in the write that has
		 * failed, and that request fails as well. So a response is used for one
		 * connection only, unless the application says otherwise.
		 */
		@Bean
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> chatBotKitServerResponses(
				Environment environment, ChatBotKitServerProperties properties) {
			boolean chosen = environment.containsProperty("server.tomcat.processor-cache");
			return (factory) -> factory.addConnectorCustomizers((connector) -> {
				if (!chosen && connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
					protocol.setProcessorCache(0);
				}
				for (UpgradeProtocol upgrade : connector.findUpgradeProtocols()) {
					if (upgrade instanceof Http2Protocol protocol) {
						protocol.setDiscardRequestsAndResponses(true);
						connector.setMaxSavePostSize(upgraded(connector.getMaxSavePostSize(), properties));
					}
				}
			});
		}

		/**
		 * The JDK's client asks with its first request to go over to HTTP/2. Tomcat
		 * refuses that where the body is larger; a negative number is no limit.
		 */
		private static int upgraded(int most, ChatBotKitServerProperties properties) {
			return (most < 0) ? most : Math.max(most, Math.toIntExact(properties.maxRequestSize().toBytes()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConfigurableJettyWebServerFactory.class)
	static class Jetty {

		@Bean
		WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> chatBotKitServerJettyPaths(HttpEndpoint endpoint,
				Environment environment) {
			return (factory) -> {
				String base = (factory instanceof ConfigurableServletWebServerFactory) ? "server.servlet.context-path"
						: "spring.webflux.base-path";
				factory.addServerCustomizers(new JettyPaths(endpoint, environment.getProperty(base, "")));
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(NettyReactiveWebServerFactory.class)
	static class Netty {

		/**
		 * The JDK's client asks with its first request to go over to HTTP/2, which
		 * Reactor Netty refuses where there is a body. So it takes those that the
		 * endpoint takes, unless the application says otherwise.
		 */
		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> chatBotKitServerUpgrades(
				ObjectProvider<NettyServerProperties> server, Environment environment,
				ChatBotKitServerProperties properties) {
			boolean chosen = environment.containsProperty("server.netty.h2c-max-content-length");
			return (factory) -> {
				if (!chosen) {
					server.ifAvailable((netty) -> netty.setH2cMaxContentLength(properties.maxRequestSize()));
				}
			};
		}

	}

}
