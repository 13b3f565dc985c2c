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

package com.chatbotkit.reliability;

import org.springframework.ai.model.ApiKey;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that talks to a bot over one connector, with short timeouts and a key
 * that rotates.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Application {

	static ConfigurableApplicationContext start(String connector, String baseUrl, String trust, String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties("spring.ai.chatbotkit.chat.bot-id=soak", "spring.ai.chatbotkit.base-url=" + baseUrl,
					"spring.http.clients.reactive.connector=" + connector, "spring.ai.chatbotkit.timeout.connect=5s",
					"spring.ai.chatbotkit.timeout.response=10s", "spring.ai.chatbotkit.timeout.stream-idle=8s",
					"spring.ai.chatbotkit.connections.acquire-timeout=10s", "spring.ai.chatbotkit.connections.max=20",
					"spring.ssl.bundle.pem.reliability.truststore.certificate=" + trust,
					"spring.ai.chatbotkit.ssl.bundle=reliability")
			.properties(properties)
			.run();
	}

	@Bean
	ApiKey chatBotKitApiKey() {
		return Keys::current;
	}

}
